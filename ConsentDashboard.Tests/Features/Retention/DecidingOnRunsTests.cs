using ConsentDashboard.Data;
using ConsentDashboard.Data.Identity;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Features.Retention.Runs;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Retention;

public sealed class DecidingOnRunsTests
{
    private const string Password = "A-long-enough-passw0rd";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_run_begins_once_a_second_person_agrees(DatabaseProvider provider)
    {
        await using var room = await DueAsync(provider);
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));

        await DoneAsync(Request(room).ExecuteAsync(new(run.PublicId, "yearly cleaning", Count: 1), Staff.Administrator, Cancellation));
        Assert.Equal(JobStatus.AwaitingApproval, (await room.FindAsync(run)).Status);
        await DoneAsync(Approve(room).ExecuteAsync(new(run.PublicId, "checked"), Staff.Officer, Cancellation));
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

        var (identity, account) = await AccountAsync(room);
        var actor = Actor.User(account.Id, "Ann", [Roles.Administrator]);
        var request = new RequestRun(room.Here.Get<RetentionChanges>(), new(room.Here.Get<IDbContextFactory<DashboardDbContext>>()), identity);
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));

        Assert.Equal(RetentionErrors.PasswordWrong, (await request.ExecuteAsync(new(run.PublicId, "yearly", 1), actor, Cancellation)).Error);
        Assert.Equal(RetentionErrors.PasswordWrong, (await request.ExecuteAsync(new(run.PublicId, "yearly", 1, "guessed"), actor, Cancellation)).Error);
        await DoneAsync(request.ExecuteAsync(new(run.PublicId, "yearly", 1, Password), actor, Cancellation));

        Assert.Equal((JobStatus.Done, null), ((await room.WorkAsync(run)).Status, (await room.FindAsync(run)).DecidedBy));
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
        await Assert.ThrowsAsync<ForbiddenException>(() => new RunQueries(room.Here.Get<IDbContextFactory<DashboardDbContext>>(), changes).FindAsync(run.PublicId, Staff.Marketer, Cancellation));
    }

    private static async Task<RetentionRoom> DueAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var room = await RetentionRoom.CreateAsync(provider);
        await room.OptInAsync(1, 2);
        await room.StopAsync(1);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        return room;
    }

    private static RequestRun Request(RetentionRoom room) =>
        new(room.Here.Get<RetentionChanges>(), new(room.Here.Get<IDbContextFactory<DashboardDbContext>>()), new(room.Here.Get<IServiceScopeFactory>()));

    private static ApproveRun Approve(RetentionRoom room) => new(room.Here.Get<RetentionChanges>());

    private static async Task DoneAsync(Task<Result> step) => Assert.Null((await step).Error);

    private static async Task<(ConfirmIdentity Identity, StaffAccount Account)> AccountAsync(RetentionRoom room)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddScoped(_ => room.Here.Open());
        services.AddIdentityCore<StaffAccount>().AddRoles<IdentityRole>().AddEntityFrameworkStores<DashboardDbContext>();
        var provider = services.BuildServiceProvider();
        var account = new StaffAccount { UserName = "ann@example.com", Email = "ann@example.com", DisplayName = "Ann" };
        await using var scope = provider.CreateAsyncScope();
        var created = await scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>().CreateAsync(account, Password);
        Assert.True(created.Succeeded, string.Join(", ", created.Errors.Select(error => error.Code)));
        return (new(provider.GetRequiredService<IServiceScopeFactory>()), account);
    }
}
