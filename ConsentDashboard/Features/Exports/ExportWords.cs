using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Exports;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Exports;

/// <summary>Sentences about exports that need more than one word.</summary>
public sealed class ExportWords(IStringLocalizer<ExportsText> text, IStringLocalizer<ErrorsText> errors, CellWords cells)
{
    public string Of(Error error) => OfKey(error.Key);

    public string OfKey(string key) => text[key] is { ResourceNotFound: false } own ? own.Value : errors[key];

    public string? Of(Error? error, string field) => error?.Field == field ? Of(error) : null;

    /// <summary>"SMS, promotional: seasonal offers".</summary>
    public string About(Channel channel, MessageType type, string purposeEn, string purposeRu) => $"{Cell(channel, type)}: {Purpose(purposeEn, purposeRu)}";

    public string Cell(Channel channel, MessageType type) => $"{cells[channel]}, {cells[type].ToLower(CultureInfo.CurrentCulture)}";

    public static string Purpose(string english, string russian) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ru" ? russian : english;

    public string People(long number) => text.Count("People", number);

    /// <summary>"more than 10,000 people" where counting ended before all were counted.</summary>
    public string Of(Counted counted) => counted.IsExact ? People(counted.Number) : text["MoreThan", People(counted.Number)];
}
