using ConsentDashboard.Components.Dialogs;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Schedules;
using ConsentDashboard.Operations.Schedules;
using ConsentDashboard.Security.Access;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Reports.Schedules;

/// <summary>Which reports are made by themselves, and when.</summary>
public partial class SchedulesPanel(
    ReportQueries queries, PauseSchedule pause, DeleteSchedule delete, IDialogService dialogs, ViewerZone zone, TimeProvider clock, ReportLabels Words, IStringLocalizer<ReportsText> T)
{
    private Actor _actor = Actor.Anonymous;
    private IReadOnlyList<ScheduleRow> _schedules = [];
    private IReadOnlyList<SenderChoice> _senders = [];
    private SaveSchedule.Input? _edited;
    private Error? _error;

    private bool MayManage => _actor.Can(Permissions.ManageReports);

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (Actor: actor, Schedules: await queries.SchedulesAsync(actor, cancellation), Senders: await queries.SendersAsync(actor, cancellation));
        },
        answer => (_actor, _schedules, _senders) = answer);

    private string Next(ScheduleRow row) =>
        !row.IsActive ? T["Paused"]
        : CronTimes.Read(row.Cron, row.TimeZone)?.Next(clock.UtcMilliseconds(), 1) is [var next] ? Dates.Minute(zone.Local(next))
        : T["NextDue.Never"];

    private void Edit(ScheduleRow? row) => (_error, _edited) = (null, row is null
        ? new() { Cron = ScheduleTimes.Default.Cron, TimeZone = zone.Name }
        : new() { Id = row.PublicId, Kind = row.Kind, Period = row.Period, Sender = row.SenderId, Cron = row.Cron, TimeZone = row.TimeZone, Version = row.Version });

    private Task SavedAsync()
    {
        _edited = null;
        return ReadAsync();
    }

    private Task PauseAsync(ScheduleRow row) => RunAsync(async () =>
    {
        _error = (await pause.ExecuteAsync(new(row.PublicId, row.IsActive), await Actors.CurrentAsync(), Leaving)).Error;
        await ReadAsync();
    });

    private Task DeleteAsync(ScheduleRow row) => RunAsync(async () =>
    {
        if (await dialogs.AskAsync(new(T["Schedule.Delete"], T["Schedule.Delete.Text", Words.Of(row.Kind)], T["Delete"])) is not null)
        {
            _error = (await delete.ExecuteAsync(new(row.PublicId), await Actors.CurrentAsync(), Leaving)).Error;
            await ReadAsync();
        }
    });
}
