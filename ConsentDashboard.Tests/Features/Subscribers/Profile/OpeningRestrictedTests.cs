using Bunit;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Subscribers.Profile;

/// <summary>Whoever is restricted is kept only as proof, which an officer opens with a reason.</summary>
public sealed class OpeningRestrictedTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_officer_opens_it_with_a_reason_that_is_kept()
    {
        await using var here = await Installation.CreateAsync();
        var person = await RestrictedAsync(here);
        await using var screen = new Screen(here).Ready();

        var page = screen.Render<SubscriberProfile>(parameters => parameters.Add(p => p.Id, $"{person.PublicId}"));
        page.WaitForAssertion(() => Assert.Contains("Kept only as proof", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("SMS", page.Markup, StringComparison.Ordinal);
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("3 to 500", page.Find(".validation-message").TextContent, StringComparison.Ordinal));
        await page.Find("#open-reason").InputAsync(new() { Value = "a court asks for the proof" });
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("SMS", page.Markup, StringComparison.Ordinal));
        await using var db = here.Open();
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == AuditAction.RestrictedOpened, Token);
        Assert.Equal((person.SubscriberId, "a court asks for the proof"), (entry.SubscriberId, entry.Reason));
    }

    [Theory]
    [InlineData(Roles.Marketer)]
    [InlineData(Roles.SupportAgent)]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.Administrator)]
    public async Task Nobody_else_sees_more_than_that_she_is_restricted(string role)
    {
        await using var here = await Installation.CreateAsync();
        var person = await RestrictedAsync(here);
        await using var screen = new Screen(here, role).Ready();

        var page = screen.Render<SubscriberProfile>(parameters => parameters.Add(p => p.Id, $"{person.PublicId}"));

        page.WaitForAssertion(() => Assert.Contains("A compliance officer can open it", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("form"));
        await Assert.ThrowsAsync<ForbiddenException>(() => new OpenRestricted(here.Database.Contexts, here.Get<AuditTrail>(), here.Database.Vault).ExecuteAsync(new(person.PublicId, "a reason"), Staff.Of(role), Token));
    }

    [Fact]
    public async Task Her_number_and_proof_are_closed_to_whoever_may_not_open_them()
    {
        await using var here = await Installation.CreateAsync();
        var person = await RestrictedAsync(here);
        var support = Actor.User("s", "S", [Roles.SupportAgent, Roles.Auditor, Roles.Administrator]);

        await Assert.ThrowsAsync<ForbiddenException>(() => new RevealNumber(here.Database.Contexts, here.Get<AuditTrail>(), here.Database.Vault).ExecuteAsync(new(person.PublicId, "a good reason"), support, Token));
        await using var db = here.Open();
        Assert.False(await db.AuditEntries.AnyAsync(e => e.Action == AuditAction.NumberRevealed, Token));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Whoever_agrees_anew_is_a_subscriber_again(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var person = await RestrictedAsync(here);
        here.Database.Clock.Advance(TimeSpan.FromDays(1));

        Assert.False((await here.Ledger.RecordAsync(here.OptIn(1))).Failed);

        await using var db = here.Open();
        var row = await db.Subscribers.SingleAsync(s => s.Id == person.SubscriberId, Token);
        Assert.Equal((null, Standing.Contactable), (row.RestrictedAt, row.Standing));
        Assert.Equal(here.Database.Now, (await db.Restrictions.SingleAsync(Token)).To);
        Assert.Empty((await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Token)).Findings);
    }

    private static async Task<RecordedAct> RestrictedAsync(Installation here)
    {
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        await here.Ledger.RecordAsync(here.Stop(1));
        var restricted = await here.Ledger.RecordAsync(new()
        {
            SubscriberId = person.SubscriberId,
            Type = ConsentEventType.Restricted,
            Source = Source.Policy,
            OccurredAt = here.Database.Now,
            Actor = Actor.System("retention"),
            IntervalReason = "withdrawn",
        });
        Assert.Null(restricted.Error);
        return person;
    }
}
