using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Features.Retention;
using ConsentDashboard.Features.Retention.Policies;
using ConsentDashboard.Features.Retention.Runs;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Retention;

public sealed class DecidingOnRunsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_run_begins_once_a_second_person_agrees(DatabaseProvider provider)
    {
        await using var room = await DueAsync(provider);
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));

        await DoneAsync(Request(room).ExecuteAsync(new(run.PublicId, "yearly cleaning", Count: 1), Staff.Administrator, Cancellation));
        Assert.Equal(JobStatus.AwaitingApproval, (await room.FindAsync(run)).Status);
        await DoneAsync(Approve(room).ExecuteAsync(new(run.PublicId, "checked", Count: 1), Staff.Officer, Cancellation));
        var done = await room.WorkAsync(run);

        Assert.Equal((JobStatus.Done, 1, Staff.Officer.Key, "yearly cleaning"), (done.Status, done.Cleaned, done.DecidedBy, done.Why));
        await using var db = room.Here.Open();
        Assert.Equal(
            [AuditAction.RetentionPreviewed, AuditAction.RetentionRequested, AuditAction.RetentionApproved, AuditAction.RetentionFinished],
            await db.AuditEntries.Where(e => e.Subject == $"{run.PublicId}").OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Nobody_approves_a_run_of_their_own_whatever_their_roles()
    {
        await using var room = await DueAsync();
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        var both = Actor.User(Staff.Administrator.Key["user:".Length..], "Ann", [Roles.Administrator, Roles.ComplianceOfficer]);
        await DoneAsync(Request(room).ExecuteAsync(new(run.PublicId, "yearly", Count: 1), both, Cancellation));

        Assert.Equal(RetentionErrors.OwnRequest, (await Approve(room).ExecuteAsync(new(run.PublicId), both, Cancellation)).Error);
        Assert.Equal(RetentionErrors.OwnRequest, (await new RejectRun(room.Here.Get<RetentionChanges>()).ExecuteAsync(new(run.PublicId, "no"), both, Cancellation)).Error);
        Assert.False(await room.Here.Get<JobWorker<RetentionRun>>().WorkAsync(Cancellation));
    }

    [Fact]
    public async Task Of_two_who_decide_one_is_too_late()
    {
        await using var room = await DueAsync();
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        await DoneAsync(Request(room).ExecuteAsync(new(run.PublicId, "yearly", Count: 1), Staff.Administrator, Cancellation));

        await DoneAsync(new RejectRun(room.Here.Get<RetentionChanges>()).ExecuteAsync(new(run.PublicId, "not now"), Staff.Officer, Cancellation));

        Assert.Equal(RetentionErrors.NotWaiting, (await Approve(room).ExecuteAsync(new(run.PublicId), Staff.Officer, Cancellation)).Error);
        Assert.Equal((JobStatus.Rejected, "not now"), ((await room.FindAsync(run)).Status, (await room.FindAsync(run)).DecisionNote));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_preview_older_than_a_day_or_an_edited_policy_is_previewed_again(bool edited)
    {
        await using var room = await DueAsync();
        var asked = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        var waiting = await room.PreviewAsync(RetentionRoom.WithdrawnFor(20));
        await DoneAsync(Request(room).ExecuteAsync(new(waiting.PublicId, "yearly", Count: 1), Staff.Administrator, Cancellation));
        if (edited)
        {
            await using var db = room.Here.Open();
            await db.RetentionPolicies.ExecuteUpdateAsync(set => set.SetProperty(p => p.Revision, p => p.Revision + 1), Cancellation);
        }
        else
        {
            room.Here.Database.Clock.Advance(TimeSpan.FromHours(25));
        }

        var stale = edited ? RetentionErrors.PolicyChanged : RetentionErrors.PreviewTooOld;
        Assert.Equal(stale, (await Request(room).ExecuteAsync(new(asked.PublicId, "yearly", Count: 1), Staff.Administrator, Cancellation)).Error);
        Assert.Equal(stale, (await Approve(room).ExecuteAsync(new(waiting.PublicId), Staff.Officer, Cancellation)).Error);
    }

    [Theory]
    [InlineData("", 1, "Retention.WhyNeeded")]
    [InlineData("for +7 916 000-00-01", 1, "Retention.WhyNeeded")]
    [InlineData("yearly", null, "Retention.CountNotConfirmed")]
    [InlineData("yearly", 2, "Retention.CountNotConfirmed")]
    public async Task A_request_without_a_reason_or_a_large_one_without_its_count_is_refused(string why, int? count, string key)
    {
        await using var room = await DueAsync();
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));

        Assert.Equal(key, (await Request(room).ExecuteAsync(new(run.PublicId, why, count), Staff.Administrator, Cancellation)).Error?.Key);
        Assert.Equal(JobStatus.Draft, (await room.FindAsync(run)).Status);
    }

    [Fact]
    public async Task Below_the_threshold_the_password_takes_the_place_of_the_second_person()
    {
        await using var room = await DueAsync();
        await using (var db = room.Here.Open())
        {
            await db.RetentionSettings.ExecuteUpdateAsync(set => set.SetProperty(s => s.ApprovalFrom, 100), Cancellation);
        }

        var (identity, actor) = await StaffWithPassword.CreateAsync(room.Here, Roles.Administrator);
        var request = new RequestRun(room.Here.Get<RetentionChanges>(), Rules(room), identity);
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));

        Assert.Equal(RetentionErrors.PasswordWrong, (await request.ExecuteAsync(new(run.PublicId, "yearly", 1), actor, Cancellation)).Error);
        Assert.Equal(RetentionErrors.PasswordWrong, (await request.ExecuteAsync(new(run.PublicId, "yearly", 1, "guessed"), actor, Cancellation)).Error);
        await DoneAsync(request.ExecuteAsync(new(run.PublicId, "yearly", 1, StaffWithPassword.Password), actor, Cancellation));

        Assert.Equal((JobStatus.Done, null), ((await room.WorkAsync(run)).Status, (await room.FindAsync(run)).DecidedBy));
    }

    [Fact]
    public async Task Whoever_set_the_schedule_does_not_approve_what_it_asks_for()
    {
        await using var room = await DueAsync();
        var run = await ScheduledAsync(room, Staff.Administrator);

        Assert.Equal(JobStatus.AwaitingApproval, run.Status);
        Assert.Equal(RetentionErrors.OwnSchedule, (await Approve(room).ExecuteAsync(new(run.PublicId, Count: 1), Staff.Administrator, Cancellation)).Error);
        Assert.Equal(RetentionErrors.CountNotConfirmed, (await Approve(room).ExecuteAsync(new(run.PublicId), Staff.Officer, Cancellation)).Error);
        await DoneAsync(Approve(room).ExecuteAsync(new(run.PublicId, Count: 1), Staff.Officer, Cancellation));
        Assert.Equal(JobStatus.Done, (await room.WorkAsync(run)).Status);
    }

    public static TheoryData<string, Func<SavePolicy.Input, SavePolicy.Input>, bool> Edits => new()
    {
        { "another name", input => input with { Name = "Who left" }, false },
        { "another percentage", input => input with { WarnPercent = 50 }, false },
        { "what it finds", input => input with { Definition = input.Definition with { Period = 29 } }, true },
        { "when it runs", input => input with { Cron = "0 45 6 * * ?" }, true },
        { "by which clock", input => input with { TimeZone = "Europe/Berlin" }, true },
    };

    [Theory, MemberData(nameof(Edits))]
    public async Task It_is_a_colleagues_only_once_she_changes_what_it_does_or_when(string what, Func<SavePolicy.Input, SavePolicy.Input> edit, bool isHers)
    {
        await using var room = await DueAsync();
        var save = new SavePolicy(room.Here.Get<IDbContextFactory<DashboardDbContext>>(), room.Here.Ledger, room.Here.Database.Clock);
        var input = new SavePolicy.Input { Name = "Left", Definition = RetentionRoom.WithdrawnFor(30), Cron = "0 30 6 * * ?" };
        var id = (await save.ExecuteAsync(input, Staff.Administrator, Cancellation)).Value;
        Assert.Null((await new SwitchPolicy(room.Here.Get<IDbContextFactory<DashboardDbContext>>(), room.Here.Ledger, room.Here.Database.Clock).ExecuteAsync(new(id, On: true), Staff.Administrator, Cancellation)).Error);
        var colleague = Actor.User("colleague", "Colleague", [Roles.Administrator]);
        Assert.Null((await save.ExecuteAsync(edit(input with { Id = id, Version = 2 }), colleague, Cancellation)).Error);
        room.Here.Database.Clock.Advance(TimeSpan.FromHours(1));
        await using var db = room.Here.Open();
        var run = await ScheduledAsync(room, await db.RetentionPolicies.AsNoTracking().SingleAsync(p => p.PublicId == id, Cancellation));

        var (hers, others) = isHers ? (colleague, Staff.Administrator) : (Staff.Administrator, colleague);
        Assert.True(RetentionErrors.OwnSchedule == (await Approve(room).ExecuteAsync(new(run.PublicId, Count: 1), hers, Cancellation)).Error, what);
        await DoneAsync(Approve(room).ExecuteAsync(new(run.PublicId, Count: 1), others, Cancellation));
    }

    [Fact]
    public async Task No_schedule_begins_by_itself_however_few_it_finds()
    {
        await using var room = await DueAsync();
        await using (var db = room.Here.Open())
        {
            await db.RetentionSettings.ExecuteUpdateAsync(set => set.SetProperty(s => s.ApprovalFrom, 100), Cancellation);
        }

        var (identity, alone) = await StaffWithPassword.CreateAsync(room.Here, Roles.Administrator);
        var run = await ScheduledAsync(room, alone);

        Assert.Equal(JobStatus.AwaitingApproval, (await room.WorkAsync(run)).Status);
        Assert.Equal(RetentionErrors.PasswordWrong, (await Approve(room, identity).ExecuteAsync(new(run.PublicId, Count: 1), alone, Cancellation)).Error);
        await DoneAsync(Approve(room, identity).ExecuteAsync(new(run.PublicId, "", 1, StaffWithPassword.Password), alone, Cancellation));
        Assert.Equal(JobStatus.Done, (await room.WorkAsync(run)).Status);
    }

    [Fact]
    public async Task A_preview_of_a_clock_that_ran_ahead_cleans_nobody()
    {
        await using var room = await DueAsync();
        var (asked, approved) = (await room.PreviewAsync(RetentionRoom.WithdrawnFor(30)), await room.PreviewAsync(RetentionRoom.WithdrawnFor(30)));
        await using (var db = room.Here.Open())
        {
            var ahead = room.Here.Database.Now.AddYears(3);
            await db.RetentionRuns.ExecuteUpdateAsync(set => set.SetProperty(r => r.PreviewedAt, ahead), Cancellation);
        }

        Assert.Equal(RetentionErrors.PreviewAhead, (await Request(room).ExecuteAsync(new(asked.PublicId, "yearly", Count: 1), Staff.Administrator, Cancellation)).Error);
        var ended = await room.RunAsync(approved);
        Assert.Equal((JobStatus.Rejected, RetentionErrors.PreviewAhead.Key, 0), (ended.Status, ended.FailureKey, ended.Cleaned));
        Assert.Equal(1, await room.Here.Get<RetentionExpiry>().SweepAsync(Cancellation));
    }

    [Theory]
    [InlineData(4, null)]
    [InlineData(6, "Retention.PreviewAhead")]
    public async Task Where_the_clock_is_set_back_behind_the_preview_nobody_approves_it_but_two_nodes_may_differ_a_little(int minutes, string? refusal)
    {
        await using var room = await DueAsync();
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        await DoneAsync(Request(room).ExecuteAsync(new(run.PublicId, "yearly", Count: 1), Staff.Administrator, Cancellation));

        room.Here.Database.Clock.AdjustTime(room.Here.Database.Clock.GetUtcNow().AddMinutes(-minutes));
        var approved = await Approve(room).ExecuteAsync(new(run.PublicId, Count: 1), Staff.Officer, Cancellation);

        Assert.Equal((refusal, refusal is null ? JobStatus.Waiting : JobStatus.AwaitingApproval), (approved.Error?.Key, (await room.FindAsync(run)).Status));
        Assert.Equal((refusal is null ? 1 : 0, refusal is null), ((await room.WorkAsync(run)).Cleaned, (await room.PersonAsync(1)).RestrictedAt is not null));
    }

    [Fact]
    public async Task What_has_not_begun_is_cancelled_without_a_certificate()
    {
        await using var room = await DueAsync();
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        await DoneAsync(Request(room).ExecuteAsync(new(run.PublicId, "yearly", Count: 1), Staff.Administrator, Cancellation));

        await DoneAsync(new CancelRun(room.Here.Get<RetentionChanges>()).ExecuteAsync(run.PublicId, Staff.Administrator, Cancellation));

        Assert.Equal((JobStatus.Cancelled, null), ((await room.FindAsync(run)).Status, (await room.FindAsync(run)).Certificate));
        Assert.Equal(RetentionErrors.NotWaiting, (await Approve(room).ExecuteAsync(new(run.PublicId), Staff.Officer, Cancellation)).Error);
    }

    [Fact]
    public async Task Each_step_demands_its_permission()
    {
        await using var room = await DueAsync();
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        var changes = room.Here.Get<RetentionChanges>();

        await Assert.ThrowsAsync<ForbiddenException>(() => Request(room).ExecuteAsync(new(run.PublicId, "yearly"), Staff.Officer, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => Approve(room).ExecuteAsync(new(run.PublicId), Staff.Marketer, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => new RejectRun(changes).ExecuteAsync(new(run.PublicId, "no"), Staff.Auditor, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => new CancelRun(changes).ExecuteAsync(run.PublicId, Staff.Auditor, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => new PauseRun(changes).ExecuteAsync(run.PublicId, Staff.Officer, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => new ResumeRun(changes).ExecuteAsync(run.PublicId, Staff.Officer, Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => new RunQueries(room.Here.Get<IDbContextFactory<DashboardDbContext>>(), changes, Rules(room), Words.Policies).FindAsync(run.PublicId, Staff.Marketer, Cancellation));
    }

    private static async Task<RetentionRoom> DueAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var room = await RetentionRoom.CreateAsync(provider);
        await room.OptInAsync(1, 2);
        await room.StopAsync(1);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        return room;
    }

    private static async Task<RetentionRun> ScheduledAsync(RetentionRoom room, Actor by)
    {
        var policy = await room.PolicyAsync(RetentionRoom.WithdrawnFor(30));
        policy.ArrangedBy = by.Key;
        await using (var db = room.Here.Open())
        {
            await db.RetentionPolicies.ExecuteUpdateAsync(set => set.SetProperty(p => p.Cron, "0 30 6 * * ?"), Cancellation);
        }

        return await ScheduledAsync(room, policy);
    }

    private static async Task<RetentionRun> ScheduledAsync(RetentionRoom room, RetentionPolicy policy)
    {
        var due = new DuePolicy(policy.Id, room.Here.Database.Now);
        var run = await room.Here.Get<PreviewRetention>().ExecuteAsync(new(policy, "In English", "По-русски", Actor.System("retention-schedule"), due), cancellation: Cancellation);
        return run.Failed ? throw new InvalidOperationException(run.Error.Key) : run.Value;
    }

    private static RequestRun Request(RetentionRoom room) =>
        new(room.Here.Get<RetentionChanges>(), Rules(room), new(room.Here.Get<IServiceScopeFactory>()));

    private static ApproveRun Approve(RetentionRoom room, ConfirmIdentity? identity = null) =>
        new(room.Here.Get<RetentionChanges>(), Rules(room), identity ?? new(room.Here.Get<IServiceScopeFactory>()));

    private static RunRules Rules(RetentionRoom room) => new(room.Here.Get<IDbContextFactory<DashboardDbContext>>(), room.Here.Get<RetentionChanges>());

    private static async Task DoneAsync(Task<Result> step) => Assert.Null((await step).Error);
}
