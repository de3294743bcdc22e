using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Subscribers.Profile;

public sealed class RevealingNumbersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task The_number_is_shown_once_the_audit_trail_has_the_reason(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;

        var shown = await Reveal(here).ExecuteAsync(new(person.PublicId, " She asked for a copy of her data. "), Staff.Officer, Token);

        Assert.Equal("+7 916 000-00-01", shown.Value);
        await using var db = here.Open();
        var entry = await db.AuditEntries.SingleAsync(Token);
        Assert.Equal((AuditAction.NumberRevealed, person.SubscriberId, "She asked for a copy of her data."), (entry.Action, entry.SubscriberId, entry.Reason));
        Assert.Equal(Staff.Officer.Key, entry.Actor);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("    ")]
    [InlineData("why")]
    public async Task Without_a_reason_nothing_is_shown(string? reason)
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;

        var shown = await Reveal(here).ExecuteAsync(new(person.PublicId, reason), Staff.Officer, Token);

        Assert.Equal("reason", shown.Error?.Field);
        Assert.Equal("reason", (await Reveal(here).ExecuteAsync(new(person.PublicId, new string('x', 501)), Staff.Officer, Token)).Error?.Field);
        await using var db = here.Open();
        Assert.False(await db.AuditEntries.AnyAsync(Token));
    }

    [Theory]
    [InlineData("caller from +79160000001")]
    [InlineData("caller from 8 (916) 000-00-01")]
    public async Task A_reason_that_holds_the_number_is_refused(string reason)
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;

        Assert.Equal("reason", (await Reveal(here).ExecuteAsync(new(person.PublicId, reason), Staff.Officer, Token)).Error?.Field);
        Assert.False((await Reveal(here).ExecuteAsync(new(person.PublicId, "ticket 2026-06-01 no. 1180"), Staff.Officer, Token)).Failed);
    }

    [Fact]
    public async Task Only_who_may_reveal_does()
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        var input = new RevealNumber.Input(person.PublicId, "just curious");

        foreach (var actor in new[] { Staff.Marketer, Staff.Administrator, Staff.SupportAgent, Staff.Auditor })
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => Reveal(here).ExecuteAsync(input, actor, Token));
        }

        await using var db = here.Open();
        Assert.False(await db.AuditEntries.AnyAsync(Token));
    }

    [Fact]
    public async Task A_number_that_is_not_kept_cannot_be_shown()
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.Stop(1))).Value!;

        Assert.Equal(ErrorKind.Conflict, (await Reveal(here).ExecuteAsync(new(person.PublicId, "copy of her data"), Staff.Officer, Token)).Error?.Kind);
        Assert.Equal(ErrorKind.NotFound, (await Reveal(here).ExecuteAsync(new(new(1), "copy of her data"), Staff.Officer, Token)).Error?.Kind);
    }

    private static RevealNumber Reveal(Installation here) => new(here.Database.Contexts, here.Get<AuditTrail>(), here.Database.Vault);
}
