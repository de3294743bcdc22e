using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Domain.Schedules;
using ConsentDashboard.Features.Retention;
using ConsentDashboard.Features.Retention.Policies;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Retention.Policies;

public sealed class SavingPoliciesTests
{
    private static readonly PolicyDefinition Withdrawn = new() { Trigger = RetentionTrigger.Withdrawn, Period = 30, Unit = RetentionUnit.Days, Action = RetentionAction.Restrict };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_it_finds_becomes_a_revision_where_it_differs(DatabaseProvider provider)
    {
        await using var here = await CreateAsync(provider);
        var id = (await SaveAsync(here, new() { Name = " Withdrawn ", Definition = Withdrawn })).Value;

        var saved = await FindAsync(here, id);
        Assert.Null((await SaveAsync(here, new() { Id = id, Name = "Renamed", Definition = Withdrawn, Cron = "0 30 6 * * ?", Version = saved.Version })).Error);
        var renamed = await FindAsync(here, id);
        Assert.Null((await SaveAsync(here, new() { Id = id, Name = "Renamed", Definition = Withdrawn with { Period = 60, Region = " de " }, Version = renamed.Version })).Error);
        var changed = await FindAsync(here, id);

        Assert.Equal(("Withdrawn", 1, false, 1), (saved.Name, saved.Revision, saved.IsOn, saved.Version));
        Assert.Equal(("Renamed", 1, "0 30 6 * * ?"), (renamed.Name, renamed.Revision, renamed.Cron));
        Assert.Equal((2, 60, "DE", null), (changed.Revision, changed.Period, changed.Region, changed.Cron));
        Assert.Equal(3, await EntriesAsync(here, AuditAction.PolicySaved));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Switched_and_archived_it_says_who_did_so(DatabaseProvider provider)
    {
        await using var here = await CreateAsync(provider);
        var id = (await SaveAsync(here, new() { Name = "Withdrawn", Definition = Withdrawn })).Value;
        here.Database.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Null((await here.Get<SwitchPolicy>().ExecuteAsync(new(id, On: true), Staff.Administrator, Token)).Error);
        Assert.Null((await here.Get<SwitchPolicy>().ExecuteAsync(new(id, On: true), Staff.Administrator, Token)).Error);
        var on = await FindAsync(here, id);
        Assert.Null((await here.Get<ArchivePolicy>().ExecuteAsync(new(id), Staff.Administrator, Token)).Error);

        Assert.Equal((true, Staff.Administrator.Name, here.Database.Clock.UtcMilliseconds()), (on.IsOn, on.UpdatedByName, on.LastDueAt));
        Assert.Equal((1, 1), (await EntriesAsync(here, AuditAction.PolicySwitched), await EntriesAsync(here, AuditAction.PolicyArchived)));
        Assert.Empty(await here.Get<PolicyQueries>().ListAsync(Staff.Administrator, Token));
        Assert.Equal(PolicyRefusals.NotFound, (await here.Get<ArchivePolicy>().ExecuteAsync(new(id), Staff.Administrator, Token)).Error);
        Assert.Equal(PolicyRefusals.NotFound, (await here.Get<SwitchPolicy>().ExecuteAsync(new(id, On: true), Staff.Administrator, Token)).Error);
        Assert.Null((await SaveAsync(here, new() { Name = "Withdrawn", Definition = Withdrawn })).Error);
    }

    [Fact]
    public async Task Of_two_who_save_at_once_the_second_is_told()
    {
        await using var here = await CreateAsync();
        var id = (await SaveAsync(here, new() { Name = "Withdrawn", Definition = Withdrawn })).Value;

        Assert.Null((await SaveAsync(here, new() { Id = id, Name = "First", Definition = Withdrawn, Version = 1 })).Error);

        Assert.Equal(PolicyRefusals.Stale, (await SaveAsync(here, new() { Id = id, Name = "Second", Definition = Withdrawn, Version = 1 })).Error);
        Assert.Equal("First", (await FindAsync(here, id)).Name);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_second_person_is_needed_until_somebody_says_otherwise_in_the_audit(DatabaseProvider provider)
    {
        await using var here = await CreateAsync(provider);
        var (identity, ann) = await StaffWithPassword.CreateAsync(here, Roles.Administrator);
        var save = new SaveRetentionSettings(here.Get<IDbContextFactory<DashboardDbContext>>(), here.Ledger, identity);
        Assert.Equal(0, (await here.Get<PolicyQueries>().SettingsAsync(Staff.Auditor, Token)).ApprovalFrom);

        Assert.Equal(PolicyRefusals.PasswordWrong, (await save.ExecuteAsync(new(500, 0), ann, Token)).Error);
        Assert.Null((await save.ExecuteAsync(new(500, 0, StaffWithPassword.Password), ann, Token)).Error);

        Assert.Equal(PolicyRefusals.SettingsStale, (await save.ExecuteAsync(new(900, 0), Staff.Administrator, Token)).Error);
        Assert.Equal(PolicyRefusals.ApprovalFrom, (await save.ExecuteAsync(new(-1, 1), Staff.Administrator, Token)).Error);
        Assert.Equal(500, (await here.Get<PolicyQueries>().SettingsAsync(Staff.Auditor, Token)).ApprovalFrom);
        Assert.Null((await save.ExecuteAsync(new(400, 1), Staff.Administrator, Token)).Error);
        await using var db = here.Open();
        Assert.Equal("""{"before":0,"after":500}""", (await db.AuditEntries.OrderBy(entry => entry.Id).FirstAsync(entry => entry.Action == AuditAction.RetentionSettingsSaved, Token)).Details);
    }

    [Fact]
    public async Task While_keys_are_rotated_nothing_changes_unaudited()
    {
        await using var here = await CreateAsync();
        var id = (await SaveAsync(here, new() { Name = "Withdrawn", Definition = Withdrawn })).Value;
        await using var db = here.Open();
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), Token);
        await db.RetentionSettings.ExecuteUpdateAsync(set => set.SetProperty(s => s.ApprovalFrom, 9), Token);

        Assert.Equal(LedgerErrors.Maintenance, (await SaveAsync(here, new() { Id = id, Name = "Changed", Definition = Withdrawn, Version = 1 })).Error);
        Assert.Equal(LedgerErrors.Maintenance, (await here.Get<SwitchPolicy>().ExecuteAsync(new(id, On: true), Staff.Administrator, Token)).Error);
        Assert.Equal(LedgerErrors.Maintenance, (await here.Get<ArchivePolicy>().ExecuteAsync(new(id), Staff.Administrator, Token)).Error);
        Assert.Equal(LedgerErrors.Maintenance, (await here.Get<SaveRetentionSettings>().ExecuteAsync(new(5, 0), Staff.Administrator, Token)).Error);

        var policy = await FindAsync(here, id);
        Assert.Equal(("Withdrawn", false, null, 1), (policy.Name, policy.IsOn, policy.ArchivedAt, policy.Version));
    }

    [Fact]
    public async Task Two_that_are_on_and_find_the_same_people_are_shown_at_both()
    {
        await using var here = await CreateAsync();
        var inactive = Withdrawn with { Trigger = RetentionTrigger.Inactive };
        var one = (await SaveAsync(here, new() { Name = "One", Definition = inactive })).Value;
        var other = (await SaveAsync(here, new() { Name = "Other", Definition = inactive with { Action = RetentionAction.Erase } })).Value;
        await here.Get<SwitchPolicy>().ExecuteAsync(new(one, On: true), Staff.Administrator, Token);
        Assert.All(await here.Get<PolicyQueries>().ListAsync(Staff.Auditor, Token), row => Assert.Empty(row.Overlaps));

        await here.Get<SwitchPolicy>().ExecuteAsync(new(other, On: true), Staff.Administrator, Token);

        Assert.Equal([("Other", PolicyOverlap.Moot), ("One", PolicyOverlap.Conflict)], (await here.Get<PolicyQueries>().ListAsync(Staff.Auditor, Token)).SelectMany(row => row.Overlaps));
    }

    public static TheoryData<string, SavePolicy.Input, Error> Wrong => new()
    {
        { "no name", new() { Name = " ", Definition = Withdrawn }, PolicyRefusals.NameMissing },
        { "a long name", new() { Name = new('x', 101), Definition = Withdrawn }, PolicyRefusals.NameMissing },
        { "a name that is taken", new() { Name = "Taken", Definition = Withdrawn }, PolicyRefusals.NameTaken },
        { "nothing found", new() { Name = "x" }, PolicyErrors.NoTrigger },
        { "no action", new() { Name = "x", Definition = Withdrawn with { Action = RetentionAction.Expire } }, PolicyErrors.NoAction },
        { "a negative period", new() { Name = "x", Definition = Withdrawn with { Period = -1 } }, PolicyErrors.Period },
        { "an absurd period", new() { Name = "x", Definition = Withdrawn with { Period = 9999 } }, PolicyErrors.Period },
        { "warns at nothing", new() { Name = "x", Definition = Withdrawn, WarnPercent = 0 }, PolicyRefusals.WarnPercent },
        { "warns never", new() { Name = "x", Definition = Withdrawn, WarnPercent = 101 }, PolicyRefusals.WarnPercent },
        { "no country", new() { Name = "x", Definition = Withdrawn with { Region = "Germany" } }, PolicyRefusals.UnknownRegion },
        { "no sender", new() { Name = "x", Definition = Withdrawn with { SenderId = 987 } }, PolicyRefusals.UnknownSender },
        { "no point", new() { Name = "x", Definition = Withdrawn with { CollectionPointId = 987 } }, PolicyRefusals.UnknownPoint },
        { "no cron", new() { Name = "x", Definition = Withdrawn, Cron = "every day" }, ScheduleErrors.UnreadableCron },
        { "no zone", new() { Name = "x", Definition = Withdrawn, Cron = "0 30 6 * * ?", TimeZone = "Europe/Atlantis" }, ScheduleErrors.UnknownZone },
        { "no such policy", new() { Id = new(12345), Name = "x", Definition = Withdrawn }, PolicyRefusals.NotFound },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_named_and_nothing_is_stored(string what, SavePolicy.Input input, Error error)
    {
        await using var here = await CreateAsync();
        await SaveAsync(here, new() { Name = "Taken", Definition = Withdrawn });

        var saved = await SaveAsync(here, input);

        Assert.True(error == saved.Error, $"{what}: {saved.Error}");
        Assert.Single(await here.Get<PolicyQueries>().ListAsync(Staff.Auditor, Token));
        Assert.Equal(1, await EntriesAsync(here, AuditAction.PolicySaved));
    }

    [Fact]
    public async Task Whoever_only_sees_policies_changes_none()
    {
        await using var here = await CreateAsync();

        Assert.All(
            [
                () => SaveAsync(here, new() { Name = "x", Definition = Withdrawn }, Staff.Auditor),
                () => here.Get<SwitchPolicy>().ExecuteAsync(new(new(1), On: true), Staff.Auditor, Token),
                () => here.Get<ArchivePolicy>().ExecuteAsync(new(new(1)), Staff.Auditor, Token),
                () => (Task)here.Get<SaveRetentionSettings>().ExecuteAsync(new(1, 0), Staff.Auditor, Token),
            ],
            act => Assert.Equal(Permissions.ManagePolicies, Assert.ThrowsAsync<ForbiddenException>(act).Result.Permission));
    }

    private static Task<Installation> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite) => Installation.CreateAsync(provider, services => services.AddSingleton(Words.Policies).AddSingleton<ConfirmIdentity>().AddPolicies());

    private static Task<Result<PublicId>> SaveAsync(Installation here, SavePolicy.Input input, Actor? actor = null) =>
        here.Get<SavePolicy>().ExecuteAsync(input, actor ?? Staff.Administrator, Token);

    private static async Task<RetentionPolicy> FindAsync(Installation here, PublicId id)
    {
        await using var db = here.Open();
        return await db.RetentionPolicies.AsNoTracking().SingleAsync(p => p.PublicId == id, Token);
    }

    private static async Task<int> EntriesAsync(Installation here, AuditAction action)
    {
        await using var db = here.Open();
        return await db.AuditEntries.CountAsync(entry => entry.Action == action, Token);
    }
}
