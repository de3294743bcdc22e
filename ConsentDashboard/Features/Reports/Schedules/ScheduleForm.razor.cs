using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Domain.Schedules;
using ConsentDashboard.Operations.Schedules;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Reports.Schedules;

/// <summary>When a report is made by itself: a choice of times, or an expression; either way with the dates that come of it.</summary>
public partial class ScheduleForm(SaveSchedule save, ReportRequests requests, TimeProvider clock, ReportLabels Words, IStringLocalizer<ReportsText> T)
{
    private const int Shown = 5;

    private static readonly DayOfWeek[] Weekdays = [.. Enumerable.Range(1, 7).Select(day => (DayOfWeek)(day % 7))];

    private Repeat _repeat;
    private DayOfWeek _weekday;
    private int _day;
    private TimeOnly? _time;
    private string _cron = "";
    private string _zone = "";
    private IReadOnlyList<DateTime> _next = [];
    private Error? _error;

    [Parameter, EditorRequired]
    public SaveSchedule.Input Input { get; set; } = new();

    [Parameter, EditorRequired]
    public IReadOnlyList<SenderChoice> Senders { get; set; } = [];

    [Parameter]
    public EventCallback OnDone { get; set; }

    [Parameter]
    public EventCallback OnCancel { get; set; }

    private string SenderText => $"{Input.Sender}";

    protected override void OnInitialized()
    {
        var times = ScheduleTimes.Of(Input.Cron);
        (_repeat, _weekday, _day, _time, _cron, _zone) = (times.Repeat, times.Weekday, times.Day ?? 0, times.Time, Input.Cron, Input.TimeZone);
        Change();
    }

    private string? ErrorOf(string field) => _error?.Field == field ? Words.Of(_error) : null;

    private DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, CronTimes.FindZone(Input.TimeZone)!);

    private string About(DateTime due)
    {
        var (from, to) = ReportPeriods.Of(Input.Period, DateOnly.FromDateTime(due));
        return Words.Of(from, to);
    }

    private void SetKind(ReportKind kind)
    {
        Input.Kind = kind;
        Input.Period = ReportPeriods.Offered(kind) is var offered && offered.Contains(Input.Period) ? Input.Period : offered[^1];
        Change();
    }

    private void SetSender(string? sender) => Input.Sender = PublicId.TryParse(sender, out var id) ? id : null;

    // The expression begins with what was chosen before.
    private void SetRepeat(Repeat repeat)
    {
        (_repeat, _cron) = (repeat, Input.Cron);
        Change();
    }

    private void Change()
    {
        (Input.TimeZone, _next) = (_zone.Trim(), []);
        if (_repeat != Repeat.Custom && _time is null)
        {
            _error = ScheduleErrors.WrongTime;
            return;
        }

        Input.Cron = new ScheduleTimes(_repeat, _time ?? default, _weekday, _day == 0 ? null : _day, _cron).Cron;
        var times = CronTimes.Parse(Input.Cron, Input.TimeZone, clock.UtcMilliseconds());
        _error = times.Error;
        _next = times.Value?.Next(clock.UtcMilliseconds(), Shown) ?? [];
    }

    private Task SaveAsync() => RunAsync(async () =>
    {
        Change();
        if (_error is null)
        {
            _error = (await save.ExecuteAsync(Input, await Actors.CurrentAsync(), Leaving)).Error;
            await (_error is null ? OnDone.InvokeAsync() : Task.CompletedTask);
        }
    });
}
