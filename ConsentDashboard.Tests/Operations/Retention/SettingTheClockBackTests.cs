using System.Text;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Retention;

/// <summary>Periods are counted by a clock that somebody may set back: nobody leaves for it too early, and what is under way goes on or ends in order.</summary>
public sealed class SettingTheClockBackTests
{
    private const int People = 300;

    private static readonly TimeSpan TooEarly = TimeSpan.FromDays(11);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_was_approved_before_the_clock_was_set_back_behind_its_preview_cleans_nobody()
    {
        await using var room = await DueAsync();
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30, RetentionAction.Erase));
        await room.Here.Get<RetentionChanges>().RequestAsync(run, "who left", needsApproval: true, Staff.Administrator);
        await room.Here.Get<RetentionChanges>().DecideAsync(run, approves: true, "", Staff.Officer);

        SetBack(room, TooEarly);
        var ended = await room.WorkAsync(run);

        Assert.Equal((JobStatus.Rejected, RetentionErrors.PreviewAhead.Key, 0, null), (ended.Status, ended.FailureKey, ended.Cleaned, ended.Certificate));
        Assert.Equal(0, await ErasedAsync(room));
    }

    [Fact]
    public async Task One_that_is_at_work_ends_after_its_slice_with_a_certificate_about_it()
    {
        await using var room = await DueAsync();
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30, RetentionAction.Erase));

        var ended = await RunAndSetBackAsync(room, run, TooEarly);

        Assert.Equal((JobStatus.Rejected, RetentionErrors.PreviewAhead.Key), (ended.Status, ended.FailureKey));
        Assert.InRange(ended.Cleaned, 1, run.Total - 1);
        Assert.Equal(ended.Cleaned, await ErasedAsync(room));
        await AssertInOrderAsync(room, ended, "stopped");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(120)]
    public async Task One_whose_preview_is_still_past_goes_on_to_its_end(int minutes)
    {
        await using var room = await DueAsync();
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30, RetentionAction.Erase));
        room.Here.Database.Clock.Advance(TimeSpan.FromMinutes(minutes));

        var done = await RunAndSetBackAsync(room, run, TimeSpan.FromMinutes(minutes));

        Assert.Equal((JobStatus.Done, run.Total), (done.Status, done.Cleaned));
        await room.AssertErasedOnceAsync(run);
        await AssertInOrderAsync(room, done, "done");
    }

    [Fact]
    public async Task What_a_dead_process_left_goes_on_though_its_lease_ends_by_the_clock_of_before()
    {
        await using var room = await DueAsync();
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30, RetentionAction.Erase));
        room.Here.Database.Clock.Advance(TimeSpan.FromHours(2));
        await room.ReleaseAsync(run);
        await using (var dead = room.Here.Beside())
        {
            Assert.NotNull(await dead.Get<JobLeases<RetentionRun>>().ClaimAsync(Cancellation));
        }

        SetBack(room, TimeSpan.FromHours(1));
        Assert.Equal(JobStatus.Running, (await room.WorkAsync(run)).Status);
        room.Here.Database.Clock.Advance(JobLeases<RetentionRun>.Duration);
        var done = await room.WorkAsync(run);

        Assert.Equal((JobStatus.Done, run.Total), (done.Status, done.Cleaned));
        await room.AssertErasedOnceAsync(run);
        await AssertInOrderAsync(room, done, "done");
    }

    [Fact]
    public async Task Whom_a_hold_keeps_that_was_placed_by_the_clock_of_before_is_kept()
    {
        await using var room = await DueAsync();
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30, RetentionAction.Erase));
        room.Here.Database.Clock.Advance(TimeSpan.FromHours(2));
        await room.HoldAsync(2);

        SetBack(room, TimeSpan.FromHours(2));
        var done = await room.RunAsync(run);

        Assert.Equal((JobStatus.Done, 1, run.Total - 1), (done.Status, done.Held, done.Cleaned));
        Assert.Null((await room.PersonAsync(2)).ErasedAt);
        await room.AssertLedgerHoldsAsync();
    }

    private static async Task<RetentionRoom> DueAsync()
    {
        var room = await RetentionRoom.CreateAsync();
        await room.FillAsync(People);
        return room;
    }

    private static void SetBack(RetentionRoom room, TimeSpan by) => room.Here.Database.Clock.AdjustTime(room.Here.Database.Clock.GetUtcNow() - by);

    // Behind the first commit that erased somebody.
    private static async Task<RetentionRun> RunAndSetBackAsync(RetentionRoom room, RetentionRun run, TimeSpan by)
    {
        var isSetBack = false;
        ((RunRetention)room.Here.Get<IJobRunner<RetentionRun>>()).Slices = () => new() { Always = 50 };
        using var hearing = room.Here.Get<LedgerFeed>().Subscribe(news =>
        {
            if (news.HasErasures && !isSetBack)
            {
                isSetBack = true;
                SetBack(room, by);
            }
        });
        var ended = await room.RunAsync(run);
        Assert.True(isSetBack);
        return ended;
    }

    private static async Task<int> ErasedAsync(RetentionRoom room)
    {
        await using var db = room.Here.Open();
        return await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Erased, Cancellation);
    }

    private static async Task AssertInOrderAsync(RetentionRoom room, RetentionRun run, string outcome)
    {
        var report = CertificateVerification.Verify(Encoding.UTF8.GetBytes(run.Certificate!));
        Assert.Equal((true, outcome, run.Cleaned), (report.Holds, report.Certificate!.Outcome, report.Certificate.Cleaned));
        Assert.True(report.Certificate.StartedAt <= report.Certificate.FinishedAt, $"{report.Certificate.StartedAt:O} to {report.Certificate.FinishedAt:O}");
        Assert.True(report.Certificate.HeadBefore.Seq < report.Certificate.HeadAfter.Seq);
        await room.AssertLedgerHoldsAsync();
    }
}
