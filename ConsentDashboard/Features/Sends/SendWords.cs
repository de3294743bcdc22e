using System.Globalization;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Operations.Sends;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Sends;

/// <summary>Promises and figures in words.</summary>
public sealed class SendWords(IStringLocalizer<SendsText> text)
{
    /// <summary>"at most 8 a month"; where the wordings differ, each.</summary>
    public string Promised(PromiseRow row) => row.Promised.Count == 0
        ? text["Promised.None"]
        : string.Join(", ", row.Promised.Select(promise => text[$"Promised.{promise.Period}", Number(promise.Count)].Value));

    /// <summary>A figure of people; "about" where it is projected.</summary>
    public string People(PromiseRow row, long number) => row.IsEstimate ? text["About", Number(number)] : Number(number);

    public string Average(PromiseRow row) => row.Average.ToString("N1", CultureInfo.CurrentCulture);

    public string Most(PromiseRow row) => row.IsEstimate ? text["AtLeast", Number(row.MostToOne)] : Number(row.MostToOne);

    public static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
