using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsentDashboard.Tests.Operations.Retention;

/// <summary>A policy that runs by itself: once each time that it is due, however many processes there are.</summary>
public sealed class StartingDuePoliciesTests
{
    private const string Daily = "0 30 6 * * ?";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Of_two_processes_one_starts_it(DatabaseProvider provider)
    {
        await using var here = await ScheduledAsync(provider);
        var (one, other) = (new RecordedStarts(here), new RecordedStarts(here));
        here.Database.Clock.Advance(TimeSpan.FromHours(19));

        var started = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => Of(here, n % 2 == 0 ? one : other).ExecuteAsync(Token), Token)));

        Assert.Equal(1, started.Sum());
        Assert.Single(one.Started.Concat(other.Started));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Of_missed_moments_the_latest_alone_is_made_up(DatabaseProvider provider)
    {
        await using var here = await ScheduledAsync(provider);
        var runs = new RecordedStarts(here);

        Assert.Equal(1, await DueAfterAsync(here, runs, TimeSpan.FromDays(10)));
        Assert.Equal(0, await DueAfterAsync(here, runs, TimeSpan.Zero));

        var now = here.Database.Clock.UtcMilliseconds();
        Assert.True(Assert.Single(runs.Started).DueAt > now.AddDays(-1));
    }

    [Fact]
    public async Task Nothing_starts_before_its_time_and_it_is_due_again_the_next_day()
    {
        await using var here = await ScheduledAsync();
        var runs = new RecordedStarts(here);

        Assert.Equal(0, await DueAfterAsync(here, runs, TimeSpan.Zero));
        Assert.Equal(1, await DueAfterAsync(here, runs, TimeSpan.FromDays(1)));
        Assert.Equal(0, await DueAfterAsync(here, runs, TimeSpan.FromMinutes(1)));
        Assert.Equal(1, await DueAfterAsync(here, runs, TimeSpan.FromDays(1)));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_makes_no_run_twice()
    {
        await using var here = await ScheduledAsync();
        var runs = new RecordedStarts(here);
        Assert.Equal(1, await DueAfterAsync(here, runs, TimeSpan.FromDays(3)));
        await using var db = here.Open();
        var claimed = runs.Started[0].DueAt;

        // The same as a clock of three days ago: what was claimed lies ahead of it.
        await db.RetentionPolicies.ExecuteUpdateAsync(set => set.SetProperty(p => p.LastDueAt, claimed.AddDays(3)), Token);

        Assert.Equal(0, await DueAfterAsync(here, runs, TimeSpan.Zero));
        Assert.False(await new DuePolicy(runs.Started[0].PolicyId, claimed).ClaimAsync(db));
        Assert.Equal(1, await DueAfterAsync(here, runs, TimeSpan.FromDays(4)));
    }

    [Fact]
    public async Task A_start_that_fails_is_tried_again_and_keeps_no_other_waiting()
    {
        await using var here = await ScheduledAsync();
        await AddAsync(here, "Another");
        var runs = new RecordedStarts(here) { Failures = 1 };

        Assert.Equal(1, await DueAfterAsync(here, runs, TimeSpan.FromDays(1)));
        Assert.Equal(1, await DueAfterAsync(here, runs, TimeSpan.Zero));

        Assert.Equal(2, runs.Started.Select(due => due.PolicyId).Distinct().Count());
    }

    [Fact]
    public async Task What_is_off_or_archived_or_has_no_schedule_never_starts()
    {
        await using var here = await Installation.CreateAsync();
        await AddAsync(here, "Off", policy => policy.IsOn = false);
        await AddAsync(here, "Archived", policy => policy.ArchivedAt = policy.CreatedAt);
        await AddAsync(here, "By hand", policy => policy.Cron = null);

        Assert.Equal(0, await DueAfterAsync(here, new RecordedStarts(here), TimeSpan.FromDays(2)));
    }

    private static async Task<Installation> ScheduledAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var here = await Installation.CreateAsync(provider);
        await AddAsync(here, "Daily");
        return here;
    }

    private static async Task AddAsync(Installation here, string name, Action<RetentionPolicy>? change = null)
    {
        await using var db = here.Open();
        var now = here.Database.Clock.UtcMilliseconds();
        var policy = new RetentionPolicy
        {
            PublicId = PublicId.Create(),
            Name = name,
            IsOn = true,
            Trigger = RetentionTrigger.Withdrawn,
            Period = 30,
            Unit = RetentionUnit.Days,
            Action = RetentionAction.Restrict,
            Cron = Daily,
            LastDueAt = now,
            CreatedAt = now,
            UpdatedAt = now,
        };
        change?.Invoke(policy);
        db.Add(policy);
        await db.SaveChangesAsync(Token);
    }

    private static StartDuePolicies Of(Installation here, IRunDuePolicy runs) =>
        new(here.Get<IDbContextFactory<DashboardDbContext>>(), runs, here.Database.Clock, NullLogger<StartDuePolicies>.Instance);

    private static Task<int> DueAfterAsync(Installation here, IRunDuePolicy runs, TimeSpan passed)
    {
        here.Database.Clock.Advance(passed);
        return Of(here, runs).ExecuteAsync(Token);
    }

    /// <summary>Claims as a run does, and keeps what it claimed.</summary>
    private sealed class RecordedStarts(Installation here) : IRunDuePolicy
    {
        public List<DuePolicy> Started { get; } = [];

        public int Failures { get; set; }

        public async Task<bool> StartAsync(DuePolicy due, CancellationToken cancellation)
        {
            if (Failures-- > 0)
            {
                throw new InvalidOperationException("It fails the first time.");
            }

            await using var db = here.Open();
            if (!await due.ClaimAsync(db))
            {
                return false;
            }

            lock (Started)
            {
                Started.Add(due);
            }

            return true;
        }
    }
}
