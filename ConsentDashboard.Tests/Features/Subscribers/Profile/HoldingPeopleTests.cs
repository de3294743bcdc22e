using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Holds;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Subscribers.Profile;

public sealed class HoldingPeopleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_hold_stands_with_its_reason_its_end_and_its_audit_entry(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        var until = here.Database.Now.AddDays(90);
        var input = new PlaceHold.Input { Subscriber = person.PublicId, Reason = " case 12/26 ", Until = until };

        Assert.False((await Place(here).ExecuteAsync(input, Staff.Officer, Token)).Failed);
        Assert.False((await Place(here).ExecuteAsync(input, Staff.Officer, Token)).Failed);

        await using var db = here.Open();
        var hold = await db.Holds.SingleAsync(Token);
        Assert.Equal((person.SubscriberId, here.Database.Now, until, "case 12/26", Staff.Officer.Key), (hold.SubscriberId, hold.From, hold.To, hold.Reason, hold.SetBy));
        var entry = await db.AuditEntries.SingleAsync(Token);
        Assert.Equal((AuditAction.HoldPlaced, person.SubscriberId, "case 12/26"), (entry.Action, entry.SubscriberId, entry.Reason));
        var placed = await db.ConsentEvents.SingleAsync(e => e.Type == ConsentEventType.HoldPlaced, Token);
        Assert.Equal(Staff.Officer.Key, placed.Actor);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_hold_is_released_once_and_says_why(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        await Place(here).ExecuteAsync(new() { Subscriber = person.PublicId, Reason = "case 12/26" }, Staff.Officer, Token);
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var db = here.Open();
        var input = new ReleaseHold.Input(Guid.CreateVersion7(), person.PublicId, (await db.Holds.AsNoTracking().SingleAsync(Token)).Id, "the case is closed");

        Assert.Equal(HoldErrors.ReasonHasNumber, (await Release(here).ExecuteAsync(input with { Reason = $"she of {here.Number(1).Value[^7..]} agreed" }, Staff.Officer, Token)).Error);
        Assert.False((await Release(here).ExecuteAsync(input, Staff.Officer, Token)).Failed);
        Assert.False((await Release(here).ExecuteAsync(input, Staff.Officer, Token)).Failed);

        Assert.Equal(HoldErrors.NotInForce, (await Release(here).ExecuteAsync(input with { EventKey = Guid.CreateVersion7() }, Staff.Officer, Token)).Error);
        var hold = await db.Holds.SingleAsync(Token);
        Assert.Equal((here.Database.Now, Staff.Officer.Key), (hold.To, hold.EndedBy));
        Assert.Equal("the case is closed", (await db.AuditEntries.SingleAsync(a => a.Action == AuditAction.HoldReleased, Token)).Reason);
    }

    [Theory]
    [InlineData(null, 1, "reason")]
    [InlineData("  no ", 1, "reason")]
    [InlineData("call +7 916 000-00-01", 1, "reason")]
    [InlineData("case 12/26", 0, "until")]
    [InlineData("case 12/26", -1, "until")]
    [InlineData("case 12/26", 19_000, "until")]
    public async Task Without_a_reason_or_with_an_end_that_is_none_nobody_is_held(string? reason, int days, string field)
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;

        var placed = await Place(here).ExecuteAsync(new() { Subscriber = person.PublicId, Reason = reason, Until = here.Database.Now.AddDays(days) }, Staff.Officer, Token);

        Assert.Equal(field, placed.Error?.Field);
        await using var db = here.Open();
        Assert.False(await db.Holds.AnyAsync(Token));
        Assert.False(await db.AuditEntries.AnyAsync(Token));
    }

    [Fact]
    public async Task Only_who_may_hold_does()
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;

        foreach (var actor in new[] { Staff.Marketer, Staff.Administrator, Staff.SupportAgent, Staff.Auditor })
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => Place(here).ExecuteAsync(new() { Subscriber = person.PublicId, Reason = "case 12/26" }, actor, Token));
            await Assert.ThrowsAsync<ForbiddenException>(() => Release(here).ExecuteAsync(new(Guid.CreateVersion7(), person.PublicId, 1, "over"), actor, Token));
        }

        await using var db = here.Open();
        Assert.False(await db.Holds.AnyAsync(Token));
    }

    [Fact]
    public async Task Nobody_unknown_or_erased_is_held()
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        await here.Ledger.RecordAsync(new() { SubscriberId = person.SubscriberId, Type = ConsentEventType.Erased, Source = Source.Staff, OccurredAt = here.Database.Now, Actor = Staff.Officer });

        Assert.Equal(ErrorKind.NotFound, (await Place(here).ExecuteAsync(new() { Subscriber = new(1), Reason = "case 12/26" }, Staff.Officer, Token)).Error?.Kind);
        Assert.Equal(LedgerErrors.Erased, (await Place(here).ExecuteAsync(new() { Subscriber = person.PublicId, Reason = "case 12/26" }, Staff.Officer, Token)).Error);
    }

    private static PlaceHold Place(Installation here) => new(here.Database.Contexts, here.Ledger, here.Database.Vault, here.Database.Clock);

    private static ReleaseHold Release(Installation here) => new(here.Database.Contexts, here.Ledger, here.Database.Vault, here.Database.Clock);
}
