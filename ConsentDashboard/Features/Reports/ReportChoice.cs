using System.Globalization;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Reports;

namespace ConsentDashboard.Features.Reports;

/// <summary>What the address of a report says of its period and sender.</summary>
/// <param name="Period">Null: the days themselves were chosen.</param>
/// <param name="From">A day that cannot be read is an end before its beginning, which is refused.</param>
public sealed record ReportChoice(ReportPeriod? Period, DateOnly From, DateOnly To, PublicId? Sender)
{
    public static readonly ReportChoice None = new(null, default, default, null);

    private const string Day = "yyyy-MM-dd";

    public static ReportChoice Of(string? period, string? from, string? to, string? sender, DateOnly today)
    {
        PublicId? named = PublicId.TryParse(sender, out var id) ? id : null;
        if (from is not null || to is not null)
        {
            return new(null, Parse(from) ?? DateOnly.MaxValue, Parse(to) ?? DateOnly.MinValue, named);
        }

        var chosen = Enum.GetValues<ReportPeriod>().Where(value => NameOf(value) == period).DefaultIfEmpty(ReportPeriod.LastThirtyDays).First();
        var (first, last) = ReportPeriods.Of(chosen, today);
        return new(chosen, first, last, named);
    }

    public ReportAsk Ask(ReportKind kind) => new(kind, From, To, Sender);

    /// <summary>The address of the same report about another period.</summary>
    public string Address(ReportKind kind, ReportPeriod period) => $"/reports/{ReportSlugs.Of(kind)}?period={NameOf(period)}{SenderPart}";

    /// <inheritdoc cref="Address(ReportKind, ReportPeriod)"/>
    public static string Address(ReportKind kind, DateOnly? from, DateOnly? to, string sender) =>
        $"/reports/{ReportSlugs.Of(kind)}?from={from?.ToString(Day, CultureInfo.InvariantCulture)}&to={to?.ToString(Day, CultureInfo.InvariantCulture)}{(sender.Length == 0 ? null : $"&sender={sender}")}";

    private string? SenderPart => Sender is { } sender ? $"&sender={sender}" : null;

    private static DateOnly? Parse(string? day) => DateOnly.TryParseExact(day, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed : null;

    private static string NameOf(ReportPeriod period) => period switch
    {
        ReportPeriod.Yesterday => "yesterday",
        ReportPeriod.LastSevenDays => "7-days",
        ReportPeriod.LastThirtyDays => "30-days",
        ReportPeriod.LastMonth => "last-month",
        ReportPeriod.LastQuarter => "last-quarter",
        _ => "last-year",
    };
}
