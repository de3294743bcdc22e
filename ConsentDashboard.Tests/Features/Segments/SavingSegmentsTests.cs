using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Features.Segments;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Segments;

public sealed class SavingSegmentsTests
{
    private static readonly Actor Marketer = Actor.User("m", "Marketer", [Roles.Marketer]);
    private static readonly Actor Officer = Actor.User("o", "Officer", [Roles.ComplianceOfficer]);
    private static readonly Actor Auditor = Actor.User("a", "Auditor", [Roles.Auditor]);

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_it_says_becomes_a_version_where_it_differs(DatabaseProvider provider)
    {
        await using var here = await CreateAsync(provider);
        var id = (await SaveAsync(here, new() { Name = " Spring ", Definition = InRegion("RU") })).Value;

        var saved = await FindAsync(here, id);
        Assert.False((await SaveAsync(here, new() { Id = id, Name = "Autumn", Definition = InRegion("RU"), Version = saved.Version })).Failed);
        var renamed = await FindAsync(here, id);
        Assert.False((await SaveAsync(here, new() { Id = id, Name = "Autumn", Definition = InRegion("KZ"), Version = renamed.Version })).Failed);
        var changed = await FindAsync(here, id);

        Assert.Equal(("Spring", 1), (saved.Segment.Name, saved.Segment.Number));
        Assert.Equal(("Autumn", 1), (renamed.Segment.Name, renamed.Segment.Number));
        Assert.Equal(2, changed.Segment.Number);
        Assert.Equal([InRegion("KZ").ToJson(), InRegion("RU").ToJson()], changed.Versions.Select(version => version.Definition!.ToJson()));
        await using var db = here.Open();
        Assert.Equal(3, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.SegmentSaved && entry.Subject == $"{id}", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_two_who_save_at_once_the_second_is_told()
    {
        await using var here = await CreateAsync();
        var id = (await SaveAsync(here, new() { Name = "Spring" })).Value;
        var read = await FindAsync(here, id);

        Assert.False((await SaveAsync(here, new() { Id = id, Name = "First", Version = read.Version })).Failed);
        Assert.Equal(SegmentErrors.Stale, (await SaveAsync(here, new() { Id = id, Name = "Second", Version = read.Version })).Error);
        Assert.Equal("First", (await FindAsync(here, id)).Segment.Name);
    }

    [Fact]
    public async Task While_keys_are_rotated_nothing_changes_unaudited()
    {
        await using var here = await CreateAsync();
        var id = (await SaveAsync(here, new() { Name = "Spring" })).Value;
        var read = await FindAsync(here, id);
        await using var db = here.Open();
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), TestContext.Current.CancellationToken);

        Assert.Equal(LedgerErrors.Maintenance, (await SaveAsync(here, new() { Name = "Autumn" })).Error);
        Assert.Equal(LedgerErrors.Maintenance, (await SaveAsync(here, new() { Id = id, Name = "Autumn", Version = read.Version })).Error);
        Assert.Equal(LedgerErrors.Maintenance, (await here.Get<ArchiveSegment>().ExecuteAsync(new(id), Marketer, TestContext.Current.CancellationToken)).Error);

        var segment = await db.Segments.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("Spring", read.Version, null), (segment.Name, segment.Version, segment.ArchivedAt));
    }

    [Fact]
    public async Task Others_see_what_is_shared_and_change_nothing()
    {
        await using var here = await CreateAsync();
        var own = (await SaveAsync(here, new() { Name = "Own" })).Value;
        var shared = (await SaveAsync(here, new() { Name = "Shared", IsShared = true })).Value;
        var queries = here.Get<SegmentQueries>();

        Assert.Equal(["Own", "Shared"], (await queries.ListAsync(Marketer, TestContext.Current.CancellationToken)).Select(row => row.Name).Order());
        Assert.Equal(["Shared"], (await queries.ListAsync(Auditor, TestContext.Current.CancellationToken)).Select(row => row.Name));
        Assert.Null(await queries.FindAsync(own, Officer, TestContext.Current.CancellationToken));
        Assert.Equal(SegmentErrors.NotFound, (await SaveAsync(here, new() { Id = own, Name = "Taken", Version = 1 }, Officer)).Error);
        Assert.Equal(SegmentErrors.NotYours, (await SaveAsync(here, new() { Id = shared, Name = "Taken", Version = 1 }, Officer)).Error);
        Assert.Equal(SegmentErrors.NotYours, (await here.Get<ArchiveSegment>().ExecuteAsync(new(shared), Officer, TestContext.Current.CancellationToken)).Error);
        Assert.Equal(SegmentErrors.NotFound, (await here.Get<ArchiveSegment>().ExecuteAsync(new(own), Officer, TestContext.Current.CancellationToken)).Error);
        await Assert.ThrowsAsync<ForbiddenException>(() => queries.CountAsync(SegmentDefinition.Everybody, Actor.Anonymous, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ForbiddenException>(() => queries.PeopleAsync(SegmentDefinition.Everybody, null, Actor.Anonymous, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ForbiddenException>(() => SaveAsync(here, new() { Name = "No" }, Auditor));
        await Assert.ThrowsAsync<ForbiddenException>(() => here.Get<ArchiveSegment>().ExecuteAsync(new(shared), Auditor, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_archived_segment_leaves_the_list_and_is_not_changed_any_more()
    {
        await using var here = await CreateAsync();
        var id = (await SaveAsync(here, new() { Name = "Old" })).Value;

        Assert.False((await here.Get<ArchiveSegment>().ExecuteAsync(new(id), Marketer, TestContext.Current.CancellationToken)).Failed);

        Assert.Empty(await here.Get<SegmentQueries>().ListAsync(Marketer, TestContext.Current.CancellationToken));
        Assert.True((await FindAsync(here, id)).IsArchived);
        Assert.Equal(SegmentErrors.NotFound, (await SaveAsync(here, new() { Id = id, Name = "New", Version = 2 })).Error);
    }

    public static TheoryData<SaveSegment.Input, Error> Wrong => new()
    {
        { new() { Name = "  " }, SegmentErrors.NameMissing },
        { new() { Name = new('x', 101) }, SegmentErrors.NameMissing },
        { new() { Name = "x", Definition = new() { Root = new() { Conditions = [new() { Field = SegmentField.Region }] } } }, SegmentErrors.Incomplete },
        { new() { Id = new(12345), Name = "x" }, SegmentErrors.NotFound },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_named_and_nothing_is_stored(SaveSegment.Input input, Error error)
    {
        await using var here = await CreateAsync();

        Assert.Equal(error, (await SaveAsync(here, input)).Error);

        await using var db = here.Open();
        Assert.False(await db.Segments.AnyAsync(TestContext.Current.CancellationToken) || await db.AuditEntries.AnyAsync(TestContext.Current.CancellationToken));
    }

    private static SegmentDefinition InRegion(string region) => new() { Root = new() { Conditions = [new() { Field = SegmentField.Region, Values = [region] }] } };

    private static Task<Installation> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite) => Installation.CreateAsync(provider, services => services.AddSegments());

    private static Task<Result<PublicId>> SaveAsync(Installation here, SaveSegment.Input input, Actor? actor = null) =>
        here.Get<SaveSegment>().ExecuteAsync(input, actor ?? Marketer, TestContext.Current.CancellationToken);

    private static async Task<SegmentDetails> FindAsync(Installation here, PublicId id) =>
        (await here.Get<SegmentQueries>().FindAsync(id, Marketer, TestContext.Current.CancellationToken))!;
}
