using System.Globalization;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Features.Sends.Files;

/// <summary>Where the numbers of a file stand, and its dates if it has any.</summary>
/// <param name="Date">Null: all rows are of the day that was chosen.</param>
/// <param name="HasHeading">The first row names the columns.</param>
internal sealed record SendsColumns(int Number, int? Date, bool HasHeading)
{
    private static readonly string[] NumberNames =
        ["phone", "phone number", "phone_number", "number", "msisdn", "mobile", "to", "recipient", "телефон", "номер", "номер телефона", "мобильный", "получатель"];

    private static readonly string[] DateNames =
        ["date", "sent", "sent at", "sent_at", "sentat", "sent on", "sent_on", "senton", "date sent", "date_sent", "день", "дата", "дата отправки", "отправлено"];

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "dd.MM.yyyy", "d.M.yyyy", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "dd.MM.yyyy HH:mm", "dd.MM.yyyy HH:mm:ss"];

    /// <param name="first">The first row.</param>
    /// <param name="region">Of numbers without a calling code.</param>
    /// <returns>Null where no column can be one of numbers.</returns>
    public static SendsColumns? Of(IReadOnlyList<string> first, string region)
    {
        if (Place(first, NumberNames) is >= 0 and var named)
        {
            return new(named, Place(first, DateNames) is >= 0 and var date ? date : null, true);
        }

        var number = first.ToList().FindIndex(field => !NumberFormats.Parse(field, region).Failed);
        var dated = first.ToList().FindIndex(field => DateOf(field) is not null);
        return number < 0 ? null : new(number, dated < 0 ? null : dated, false);
    }

    /// <summary>The column that has a problem, counted from 1.</summary>
    public int Of(RowProblem problem) => (problem == RowProblem.Number ? Number : Date ?? Number) + 1;

    /// <summary>Only dates that mean one day everywhere: 2026-11-23, 23.11.2026, with a time or without, or a time with its offset from UTC.</summary>
    public static DateTime? DateOf(string text) => text switch
    {
        _ when DateTime.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) => day,
        _ => Operations.Api.ApiWords.TimeOf(text),
    };

    private static int Place(IReadOnlyList<string> fields, string[] names) => fields.ToList().FindIndex(field => names.Contains(field, StringComparer.OrdinalIgnoreCase));
}
