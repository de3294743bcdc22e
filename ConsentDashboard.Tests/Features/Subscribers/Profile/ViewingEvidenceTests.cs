using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Subscribers.Profile;

public sealed class ViewingEvidenceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Evidence_is_shown_with_the_wording_and_the_view_is_audited(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var act = (await here.Ledger.RecordAsync(here.OptIn(1) with { Language = "en" })).Value!;

        var seen = (await View(here).ExecuteAsync(new(act.PublicId, 1), Staff.Officer, Token)).Value!;

        Assert.Equal(EvidenceStanding.Matches, seen.Standing);
        Assert.Equal("198.51.100.7", Field(seen, "IpAddress"));
        Assert.True(seen.Boxes["sms-promotional"]);
        Assert.Equal(("May we text you?", "en", true, true), (seen.Wording!.Body, seen.Wording.Language, seen.Wording.IsAsShown, seen.Wording.Matches));
        await using var db = here.Open();
        var entry = await db.AuditEntries.SingleAsync(Token);
        Assert.Equal((AuditAction.EvidenceViewed, act.SubscriberId), (entry.Action, entry.SubscriberId));
    }

    [Fact]
    public async Task A_wording_in_another_language_says_so()
    {
        await using var here = await Installation.CreateAsync();
        var act = (await here.Ledger.RecordAsync(here.OptIn(1) with { Language = "de" })).Value!;

        var seen = (await View(here).ExecuteAsync(new(act.PublicId, 1), Staff.Officer, Token)).Value!;

        Assert.False(seen.Wording!.IsAsShown);
    }

    [Fact]
    public async Task A_wording_that_was_changed_after_it_was_shown_says_so()
    {
        await using var here = await Installation.CreateAsync();
        var act = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        await using var db = here.Open();
        await db.NoticeTexts.ExecuteUpdateAsync(set => set.SetProperty(text => text.Body, "You agree to everything."), Token);

        Assert.False((await View(here).ExecuteAsync(new(act.PublicId, 1), Staff.Officer, Token)).Value!.Wording!.Matches);
    }

    [Fact]
    public async Task No_reader_sees_a_number_and_the_auditor_no_whole_address_either()
    {
        await using var here = await Installation.CreateAsync();
        var act = (await here.Ledger.RecordAsync(here.OptIn(1) with
        {
            Evidence = Installation.Proof() with { RawPhone = "8 (916) 000-00-01", Note = "rang from +7 916 000-00-01, ticket 118", PageAddress = "https://shop.example/?tel=79160000001" },
        })).Value!;

        var officer = (await View(here).ExecuteAsync(new(act.PublicId, 1), Staff.Officer, Token)).Value!;
        var auditor = (await View(here).ExecuteAsync(new(act.PublicId, 1), Staff.Auditor, Token)).Value!;

        Assert.Equal("• (•••) •••-00-01", Field(officer, "RawPhone"));
        Assert.Equal("rang from +• ••• •••-00-01, ticket 118", Field(officer, "Note"));
        Assert.Equal("https://shop.example/?tel=•••••••0001", Field(officer, "PageAddress"));
        Assert.Equal("198.51.•.•", Field(auditor, "IpAddress"));
        Assert.DoesNotContain(officer.Fields.Concat(auditor.Fields), field => string.Concat(field.Value.Where(char.IsDigit)).Contains("9160000001", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changed_and_missing_evidence_are_told_apart()
    {
        await using var here = await Installation.CreateAsync();
        var act = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        await using var db = here.Open();

        await db.Evidence.ExecuteUpdateAsync(set => set.SetProperty(e => e.Salt, new byte[32]), Token);
        Assert.Equal(EvidenceStanding.Changed, (await View(here).ExecuteAsync(new(act.PublicId, 1), Staff.Officer, Token)).Value!.Standing);

        await db.Evidence.ExecuteUpdateAsync(set => set.SetProperty(e => e.Cipher, new byte[64]), Token);
        Assert.Equal(EvidenceStanding.Changed, (await View(here).ExecuteAsync(new(act.PublicId, 1), Staff.Officer, Token)).Value!.Standing);

        await db.Evidence.ExecuteDeleteAsync(Token);
        Assert.Equal(EvidenceStanding.Gone, (await View(here).ExecuteAsync(new(act.PublicId, 1), Staff.Officer, Token)).Value!.Standing);
    }

    [Fact]
    public async Task Who_may_not_see_evidence_leaves_no_trace_of_having_seen_it()
    {
        await using var here = await Installation.CreateAsync();
        var act = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;

        await Assert.ThrowsAsync<ForbiddenException>(() => View(here).ExecuteAsync(new(act.PublicId, 1), Staff.Marketer, Token));
        Assert.True((await View(here).ExecuteAsync(new(act.PublicId, 2), Staff.Officer, Token)).Failed);

        await using var db = here.Open();
        Assert.False(await db.AuditEntries.AnyAsync(Token));
    }

    private static string Field(EvidenceDetails evidence, string name) => evidence.Fields.Single(field => field.Name == name).Value;

    private static ViewEvidence View(Installation here) =>
        new(here.Database.Contexts, here.Get<AuditTrail>(), here.Get<EvidenceBox>(), new(here.Database.Contexts));
}
