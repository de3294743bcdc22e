using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.OptOut.Deadlines;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.OptOuts;

/// <summary>The words of the inbox.</summary>
public sealed class InboxWords(IStringLocalizer<OptOutsText> text, IStringLocalizer<ErrorsText> errors)
{
    public string Of(Error error) => text[error.Key] is { ResourceNotFound: false } own ? own.Value : errors[error.Key];

    public string Waiting(int count) => count > InboxQueries.MostCounted
        ? text["Waiting.More", InboxQueries.MostCounted.ToString("N0", CultureInfo.CurrentCulture)]
        : text.Count("Waiting", count);

    public string Of(DeadlineClock clock) => clock switch
    {
        { Kind: DeadlineClockKind.BusinessDaysLeft } => text.Count("Clock.BusinessDays", clock.Days),
        { Kind: DeadlineClockKind.DaysLeft } => text.Count("Clock.Days", clock.Days),
        { Kind: DeadlineClockKind.DueToday } => text["Clock.Today"],
        { Span.TotalMinutes: < 1 } => text["Clock.Now"],
        { Span.TotalHours: < 1 } => text["Clock.Overdue.Minutes", (int)clock.Span.TotalMinutes],
        { Span.TotalDays: < 2 } => text["Clock.Overdue.Hours", (int)clock.Span.TotalHours],
        _ => text["Clock.Overdue.Days", ((int)clock.Span.TotalDays).ToString("N0", CultureInfo.CurrentCulture)],
    };

    /// <summary>The law that a clock follows, and what it says.</summary>
    public string Of(DeadlineRule rule)
    {
        var law = text[$"Law.{rule.Code}"] is { ResourceNotFound: false } known ? known.Value : rule.Law;
        return rule.Kind switch
        {
            DeadlineKind.BusinessDays => text["Rule.BusinessDays", law, rule.Count],
            DeadlineKind.Days => text["Rule.Days", law, rule.Count],
            _ => text["Rule.Immediate", law],
        };
    }

    /// <summary>"at most 12 ms".</summary>
    public string AtMost(TimeSpan span) => span switch
    {
        { TotalMilliseconds: < 1000 } => text["AtMost.Milliseconds", Rounded(span.TotalMilliseconds)],
        { TotalSeconds: < 120 } => text["AtMost.Seconds", Rounded(span.TotalSeconds)],
        { TotalMinutes: < 120 } => text["AtMost.Minutes", Rounded(span.TotalMinutes)],
        { TotalHours: < 48 } => text["AtMost.Hours", Rounded(span.TotalHours)],
        _ => text["AtMost.Days", Rounded(span.TotalDays)],
    };

    // Upwards, because it is a limit.
    private static string Rounded(double value) => (value < 10 ? Math.Ceiling(value * 10) / 10 : Math.Ceiling(value)).ToString("#,0.#", CultureInfo.CurrentCulture);
}
