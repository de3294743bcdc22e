using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Retention.Runs;

/// <summary>Sentences about runs that need more than one word.</summary>
public sealed class RunWords(IStringLocalizer<RunsText> text, IStringLocalizer<ErrorsText> errors)
{
    public string Of(Error error) => OfKey(error.Key);

    public string OfKey(string key) => text[key] is { ResourceNotFound: false } own ? own.Value : errors[key];

    public string? Of(Error? error, string field) => error?.Field == field ? Of(error) : null;

    public static string Sentence(string english, string russian) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ru" ? russian : english;

    /// <summary>A count as people type it, with the separators that they see; null where there is none.</summary>
    public static long? Typed(string count) => long.TryParse(string.Concat(count.Where(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : null;

    public string People(long number) => text.Count("People", number);

    /// <summary>"3.4 %"; "under 0.1 %" where it would be shown as nothing.</summary>
    public string Share(long part, long whole) => whole == 0 ? "" : part > 0 && part * 1000 < whole ? text["Share.Under"] : ((double)part / whole).ToString("P1", CultureInfo.CurrentCulture);
}
