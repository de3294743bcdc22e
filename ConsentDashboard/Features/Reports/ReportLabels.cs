using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Domain.Schedules;
using ConsentDashboard.Operations.Reports;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Reports;

/// <summary>The words of reports that are more than one text, and the figures as the screen writes them.</summary>
public sealed class ReportLabels(IStringLocalizer<ReportsText> text, IStringLocalizer<ErrorsText> errors)
{
    public const string Nothing = "–";

    public string Of(Error error) => errors[error.Key];

    public string Of(ReportKind kind) => text[$"Kind.{kind}"];

    public string Of(ReportPeriod period) => text[$"Period.{period}"];

    public string Of(DateOnly from, DateOnly to) => from == to ? Day(from) : text["FromTo", Day(from), Day(to)];

    /// <summary>What went wrong with a workbook; the reference is for the log.</summary>
    public string Failure(string? key, string? details) => $"{errors[key ?? "Jobs.Broken"].Value}{(key == "Jobs.Broken" && details is not null ? $" {details}" : null)}";

    public string Value(ReportValue kind, object? value) => value switch
    {
        null => Nothing,
        string words => words,
        DateTime utc => kind == ReportValue.Day ? Dates.Day(utc) : Dates.Second(utc),
        TimeSpan span => Duration(span),
        _ => Number(kind, Convert.ToDouble(value, CultureInfo.InvariantCulture)),
    };

    public string Times(ScheduleTimes times, string zone)
    {
        var at = times.Time.ToString("HH:mm", CultureInfo.InvariantCulture);
        return times switch
        {
            { Repeat: Repeat.Daily } => text["Times.Daily", at, zone],
            { Repeat: Repeat.Weekly } => text["Times.Weekly", text[$"Times.On.{times.Weekday}"].Value, at, zone],
            { Repeat: Repeat.Monthly, Day: { } day } => text["Times.Monthly", day, at, zone],
            { Repeat: Repeat.Monthly } => text["Times.LastDay", at, zone],
            _ => text["Times.Custom", times.Expression, zone],
        };
    }

    private static string Day(DateOnly day) => Dates.Day(day.ToDateTime(TimeOnly.MinValue));

    // Rounded as a spreadsheet does it, so that both show the same.
    private static string Number(ReportValue kind, double value) => kind switch
    {
        ReportValue.Share => Math.Round(value, 3, MidpointRounding.AwayFromZero).ToString("P1", CultureInfo.CurrentCulture),
        ReportValue.Mean => Math.Round(value, 1, MidpointRounding.AwayFromZero).ToString("N1", CultureInfo.CurrentCulture),
        _ => value.ToString("N0", CultureInfo.CurrentCulture),
    };

    private string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => text["Duration.Milliseconds", Math.Round(span.TotalMilliseconds)],
        { TotalMinutes: < 1 } => text["Duration.Seconds", span.TotalSeconds.ToString("0.#", CultureInfo.CurrentCulture)],
        { TotalHours: < 1 } => text["Duration.Minutes", span.Minutes, span.Seconds],
        { TotalDays: < 1 } => text["Duration.Hours", span.Hours, span.Minutes],
        _ => text["Duration.Days", span.Days, span.Hours],
    };
}
