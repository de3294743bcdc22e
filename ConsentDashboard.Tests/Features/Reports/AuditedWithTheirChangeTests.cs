using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Features.Reports.Runs;
using ConsentDashboard.Features.Reports.Schedules;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Reports;

/// <summary>While keys are rotated nothing can be written to the audit trail: what would be audited does not happen either, and it is said why.</summary>
public sealed class AuditedWithTheirChangeTests
{
    private const string Daily = "0 0 7 * * ?";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_schedule_is_not_made()
    {
        await using var place = await ReportPlace.OpenAsync();
        await RotateAsync(place);

        Assert.Equal(LedgerErrors.Maintenance, (await place.Here.Get<SaveSchedule>().ExecuteAsync(new() { Cron = Daily }, Staff.Officer, Token)).Error);

        await using var db = place.Here.Open();
        Assert.Empty(db.ReportSchedules);
    }

    [Fact]
    public async Task A_schedule_is_neither_changed_nor_paused_nor_deleted()
    {
        await using var place = await ReportPlace.OpenAsync();
        var save = place.Here.Get<SaveSchedule>();
        var id = (await save.ExecuteAsync(new() { Cron = Daily }, Staff.Officer, Token)).Value;
        await using var db = place.Here.Open();
        var before = await db.ReportSchedules.AsNoTracking().SingleAsync(Token);
        await RotateAsync(place);

        Assert.Equal(LedgerErrors.Maintenance, (await save.ExecuteAsync(new() { Id = id, Cron = "0 0 8 * * ?", Version = before.Version }, Staff.Officer, Token)).Error);
        Assert.Equal(LedgerErrors.Maintenance, (await place.Here.Get<PauseSchedule>().ExecuteAsync(new(id, Pause: true), Staff.Officer, Token)).Error);
        Assert.Equal(LedgerErrors.Maintenance, (await place.Here.Get<DeleteSchedule>().ExecuteAsync(new(id), Staff.Officer, Token)).Error);

        var after = await db.ReportSchedules.AsNoTracking().SingleAsync(Token);
        Assert.Equal((before.Cron, true, before.Version), (after.Cron, after.IsActive, after.Version));
    }

    [Fact]
    public async Task A_workbook_stays()
    {
        await using var place = await ReportPlace.OpenAsync();
        var id = await place.MakeAsync();
        await RotateAsync(place);

        Assert.Equal(LedgerErrors.Maintenance, (await place.Here.Get<DeleteReport>().ExecuteAsync(new(id), Staff.Officer, Token)).Error);

        Assert.Equal(JobStatus.Done, Assert.Single(await place.RunsAsync()).Status);
        Assert.Empty(await place.AuditAsync(AuditAction.ReportDeleted));
    }

    [Fact]
    public async Task A_workbook_that_is_deleted_twice_is_audited_once()
    {
        await using var place = await ReportPlace.OpenAsync();
        var (id, delete) = (await place.MakeAsync(), place.Here.Get<DeleteReport>());

        Assert.Null((await delete.ExecuteAsync(new(id), Staff.Officer, Token)).Error);
        Assert.Null((await delete.ExecuteAsync(new(id), Staff.Officer, Token)).Error);

        var entry = Assert.Single(await place.AuditAsync(AuditAction.ReportDeleted));
        Assert.Equal((Staff.Officer.Key, $"{id}"), (entry.Actor, entry.Subject));
    }

    private static async Task RotateAsync(ReportPlace place)
    {
        await using var db = place.Here.Open();
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), Token);
    }
}
