using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Features.Exports.Recall;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Features.Exports.Seeds;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Tests.Operations.Exports;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Exports;

/// <summary>While keys are rotated nothing can be written to the audit trail: what would be audited does not happen either, and it is said why.</summary>
public sealed class AuditedWithTheirChangeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_is_not_asked_for()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        await RotateAsync(room, LedgerMode.Maintenance);

        Assert.Equal(LedgerErrors.Maintenance, (await room.Here.Get<RequestExport>().ExecuteAsync(room.Input(), Staff.Marketer, Token)).Error);

        await using var db = room.Here.Open();
        Assert.Empty(db.ExportJobs);
    }

    [Fact]
    public async Task An_export_is_neither_agreed_to_nor_refused_nor_cancelled()
    {
        await using var room = await ExportRoom.OpenAsync(set: options => options.ApprovalAbove = 0);
        await room.GiveAsync(1);
        var id = await room.RequestAsync();
        var before = await room.JobAsync(id);
        await RotateAsync(room, LedgerMode.Maintenance);

        Assert.Equal(LedgerErrors.Maintenance, (await room.Here.Get<ApproveExport>().ExecuteAsync(new(id), Staff.Officer, Token)).Error);
        Assert.Equal(LedgerErrors.Maintenance, (await room.Here.Get<RejectExport>().ExecuteAsync(new(id, "too many"), Staff.Officer, Token)).Error);
        Assert.Equal(LedgerErrors.Maintenance, (await room.Here.Get<CancelExport>().ExecuteAsync(id, Staff.Marketer, Token)).Error);

        var after = await room.JobAsync(id);
        Assert.Equal((before.Status, before.Version, (string?)null), (after.Status, after.Version, after.DecidedBy));
    }

    [Fact]
    public async Task A_recipient_gets_no_number_and_keeps_hers()
    {
        await using var room = await ExportRoom.OpenAsync();
        var save = room.Here.Get<SaveSeed>();
        Assert.False((await save.ExecuteAsync(new() { Recipient = "Agency", Phone = "+447400123456" }, Staff.Administrator, Token)).Failed);
        await RotateAsync(room, LedgerMode.Maintenance);

        await using var db = room.Here.Open();
        var seed = await db.ExportSeeds.AsNoTracking().SingleAsync(Token);
        Assert.Equal(LedgerErrors.Maintenance, (await save.ExecuteAsync(new() { Recipient = "Gateway", Phone = "+447400123457" }, Staff.Administrator, Token)).Error);
        Assert.Equal(LedgerErrors.Maintenance, (await save.SwitchAsync(seed.PublicId, isActive: false, Staff.Administrator, Token)).Error);

        Assert.Equal((seed.PublicId, true), await db.ExportSeeds.Select(s => new ValueTuple<PublicId, bool>(s.PublicId, s.IsActive)).SingleAsync(Token));
    }

    [Fact]
    public async Task A_file_whose_days_are_over_goes_at_once_and_its_entry_is_written_by_the_next_sweep()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        var job = await room.ExportAsync();
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(7));
        await RotateAsync(room, LedgerMode.Maintenance);

        Assert.Equal(0, await room.Here.Get<ExportExpiry>().SweepAsync(Token));
        Assert.Empty(room.FilesLeft());
        Assert.Equal(JobStatus.Done, (await room.JobAsync(job.PublicId)).Status);
        await RotateAsync(room, LedgerMode.Open);

        Assert.Equal(1, await room.Here.Get<ExportExpiry>().SweepAsync(Token));
        Assert.Equal(JobStatus.Expired, (await room.JobAsync(job.PublicId)).Status);
    }

    [Fact]
    public async Task A_recall_leaves_no_file_behind()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        var job = await room.ExportAsync();
        await RotateAsync(room, LedgerMode.Maintenance);

        await Assert.ThrowsAsync<InvalidOperationException>(() => room.Here.Get<RecallFile>().ExecuteAsync(job.PublicId, Staff.Marketer, Token));

        Assert.Equal([$"{job.PublicId}.export"], room.FilesLeft());
    }

    private static async Task RotateAsync(ExportRoom room, LedgerMode mode)
    {
        await using var db = room.Here.Open();
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, mode), Token);
    }
}
