using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Reachability;

/// <summary>Sentences about files of answers that need more than one word.</summary>
public sealed class ReachabilityWords(IStringLocalizer<ReachabilityText> text, IStringLocalizer<ImportReadingText> reading, IStringLocalizer<ErrorsText> errors)
{
    /// <summary>With the row, where the file cannot be read on from there.</summary>
    public string Of(Error error) =>
        long.TryParse(error.Field, NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? text["AtRow", Number(row), OfKey(error.Key)] : OfKey(error.Key);

    public string? Of(Error? error, string field) => error?.Field == field ? Of(error) : null;

    public string OfKey(string key) =>
        text[key] is { ResourceNotFound: false } own ? own.Value : reading[key] is { ResourceNotFound: false } read ? read.Value : errors[key];

    public static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);
}
