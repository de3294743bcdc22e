using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Audit;

public sealed class ReadingTheAuditTrailTests
{
    private static readonly Actor Auditor = Actor.User("auditor", "Auditor", [Roles.Auditor]);
    private static readonly Actor Support = Actor.User("support", "Support", [Roles.SupportAgent]);

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Pages_follow_one_another_there_and_back(DatabaseProvider provider)
    {
        await using var installation = await CreateAsync(provider);
        await RecordManyAsync(installation, 120);

        var first = await SearchAsync(installation);
        var second = await SearchAsync(installation, place: new(OlderThan: first.Rows[^1].Id));
        var third = await SearchAsync(installation, place: new(OlderThan: second.Rows[^1].Id));
        var back = await SearchAsync(installation, place: new(NewerThan: third.Rows[0].Id));
        var last = await SearchAsync(installation, place: new(AtEnd: true));

        Assert.Equal(Enumerable.Range(1, 120).Reverse().Select(id => (long)id), [.. first.Rows.Concat(second.Rows).Concat(third.Rows).Select(row => row.Id)]);
        Assert.Equal((false, true, true, true, true, false), (first.HasNewer, first.HasOlder, second.HasNewer, second.HasOlder, third.HasNewer, third.HasOlder));
        Assert.Equal(Ids(second), Ids(back));
        Assert.Equal(Enumerable.Range(1, 50).Reverse().Select(id => (long)id), Ids(last));
        Assert.Equal((true, false), (last.HasNewer, last.HasOlder));
    }

    [Fact]
    public async Task Going_back_past_the_beginning_shows_a_full_first_page()
    {
        await using var installation = await CreateAsync();
        await RecordManyAsync(installation, 70);

        var page = await SearchAsync(installation, place: new(NewerThan: 55));

        Assert.Equal(Ids(await SearchAsync(installation)), Ids(page));
        Assert.False(page.HasNewer);
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Filters_leave_what_matches_all_of_them(DatabaseProvider provider)
    {
        await using var installation = await CreateAsync(provider);
        var subscriber = await SubscriberAsync(installation);
        await RecordAsync(installation, new(Auditor, AuditAction.LedgerVerified));
        await RecordAsync(installation, new(Support, AuditAction.SubscriberFound, subscriber.Id));
        installation.Database.Clock.Advance(TimeSpan.FromDays(3));
        await RecordAsync(installation, new(Support, AuditAction.SignedIn));
        await RecordAsync(installation, new(Support, AuditAction.SubscriberFound, subscriber.Id, Reason: "caller"));
        var (firstDay, lastDay) = (DateOnly.FromDateTime(installation.Database.Now.AddDays(-3)), DateOnly.FromDateTime(installation.Database.Now));

        Assert.Equal([4, 2], Ids(await SearchAsync(installation, new(Action: AuditAction.SubscriberFound))));
        Assert.Equal([4, 3, 2], Ids(await SearchAsync(installation, new(Actor: "user:support"))));
        Assert.Equal([4, 2], Ids(await SearchAsync(installation, new(Subscriber: subscriber.PublicId))));
        Assert.Equal([4, 3], Ids(await SearchAsync(installation, new(From: lastDay))));
        Assert.Equal([2, 1], Ids(await SearchAsync(installation, new(To: firstDay))));
        Assert.Equal([4, 3, 2, 1], Ids(await SearchAsync(installation, new(From: firstDay, To: lastDay))));
        Assert.Empty(Ids(await SearchAsync(installation, new(From: lastDay.AddDays(1)))));
        Assert.Equal([4], Ids(await SearchAsync(installation, new(AuditAction.SubscriberFound, "user:support", lastDay, lastDay, subscriber.PublicId))));
    }

    [Fact]
    public async Task A_row_names_its_subscriber_by_public_id_only()
    {
        await using var installation = await CreateAsync();
        var subscriber = await SubscriberAsync(installation);
        await RecordAsync(installation, new(Support, AuditAction.NumberRevealed, subscriber.Id, Reason: "caller asked"));

        var row = Assert.Single((await SearchAsync(installation)).Rows);

        Assert.Equal((subscriber.PublicId, "Support", "caller asked"), (row.Subscriber, row.ActorName, row.Reason));
    }

    [Fact]
    public async Task An_unknown_subscriber_has_no_entries()
    {
        await using var installation = await CreateAsync();
        await RecordManyAsync(installation, 3);

        Assert.Empty((await SearchAsync(installation, new(Subscriber: PublicId.Create()))).Rows);
    }

    [Fact]
    public async Task It_is_read_by_those_who_may()
    {
        await using var installation = await CreateAsync();

        await Assert.ThrowsAsync<ForbiddenException>(() => installation.Get<AuditQueries>().SearchAsync(new(), new(), Support, CancellationToken.None));
        await Assert.ThrowsAsync<ForbiddenException>(() => installation.Get<AuditQueries>().ActorsAsync(Support, CancellationToken.None));
    }

    private static Task<Installation> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite) =>
        Installation.CreateAsync(provider, services => services.AddSingleton<AuditQueries>());

    private static Task RecordManyAsync(Installation installation, int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => RecordAsync(installation, new(Auditor, AuditAction.LedgerVerified))));

    private static Task RecordAsync(Installation installation, AuditDraft draft) => installation.Get<AuditTrail>().RecordAsync(draft);

    private static async Task<Subscriber> SubscriberAsync(Installation installation)
    {
        await installation.Ledger.RecordAsync(installation.OptIn(1));
        await using var db = installation.Open();
        return await db.Subscribers.SingleAsync();
    }

    private static Task<AuditPage> SearchAsync(Installation installation, AuditFilter? filter = null, AuditPlace? place = null) =>
        installation.Get<AuditQueries>().SearchAsync(filter ?? new(), place ?? new(), Auditor, CancellationToken.None);

    private static IEnumerable<long> Ids(AuditPage page) => page.Rows.Select(row => row.Id);
}
