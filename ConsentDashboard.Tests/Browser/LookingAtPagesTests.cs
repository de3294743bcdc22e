using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Browser;

/// <summary>Every page in both languages, both themes, at a desk and on a phone; with <c>CONSENT_TEST_SCREENSHOTS</c> set, a picture of each.</summary>
[Collection(nameof(InBrowser))]
public sealed class LookingAtPagesTests(BrowserFixture browser)
{
    /// <summary>Name, address, and who looks (null: a stranger).</summary>
    private static readonly (string Name, string Path, string? Role)[] Pages =
    [
        ("sign-in", "/accounts/sign-in", null),
        ("not-found", "/no-such-page", null),
        ("overview", "/", Roles.ComplianceOfficer),
        ("subscribers", "/subscribers", Roles.ComplianceOfficer),
        ("subscribers-search", "/subscribers", Roles.SupportAgent),
        ("opt-outs", "/opt-outs", Roles.ComplianceOfficer),
        ("opt-outs-handled", "/opt-outs?view=handled", Roles.ComplianceOfficer),
        ("opt-outs-samples", "/opt-outs?view=samples", Roles.Auditor),
        ("opt-outs-timeliness", "/opt-outs?view=timeliness&days=90", Roles.Auditor),
        ("annulments", "/opt-outs/annulments", Roles.Administrator),
        ("annulments-decided", "/opt-outs/annulments?view=decided", Roles.ComplianceOfficer),
        ("annulment-new", "/opt-outs/annulments/new", Roles.SupportAgent),
        ("burst-unknown", "/opt-outs/bursts/00000000000", Roles.ComplianceOfficer),
        ("collection-points", "/collection-points", Roles.ComplianceOfficer),
        ("collection-points-new", "/collection-points/new", Roles.ComplianceOfficer),
        ("audit", "/audit", Roles.ComplianceOfficer),
        ("messages", "/messages", Roles.Administrator),
        ("notices", "/notices", Roles.ComplianceOfficer),
        ("notice-new", "/notices/new", Roles.ComplianceOfficer),
        ("senders", "/senders", Roles.ComplianceOfficer),
        ("sender-new", "/senders/new", Roles.ComplianceOfficer),
        ("join", "/join/checkout", null),
        ("join-two-documents", "/join/tea-club", null),
        ("join-unknown", "/join/no-such-form", null),
        ("preferences", "/p/{link}", null),
        ("preferences-unknown", "/p/no-such-link", null),
        ("stop", "/stop", null),
        ("exports", "/exports", Roles.Marketer),
        ("export-new", "/exports/new", Roles.Marketer),
        ("export-unknown", "/exports/00000000000", Roles.Auditor),
        ("export-recipients", "/exports/recipients", Roles.Administrator),
        ("api-keys", "/api-keys", Roles.Administrator),
        ("webhooks", "/webhooks", Roles.Administrator),
        ("gateways", "/gateways", Roles.Administrator),
        ("segments", "/segments", Roles.Marketer),
        ("segment-new", "/segments/new", Roles.Marketer),
        ("sends", "/sends", Roles.Marketer),
        ("sends-week", "/sends?days=7", Roles.Administrator),
        ("reports", "/reports", Roles.ComplianceOfficer),
        ("reports-consent-status", "/reports/consent-status", Roles.Auditor),
        ("reports-opt-ins", "/reports/opt-ins-and-opt-outs?period=last-quarter", Roles.Marketer),
        ("reports-timeliness", "/reports/opt-out-timeliness?period=last-month", Roles.ComplianceOfficer),
        ("reports-evidence", "/reports/evidence-completeness", Roles.ComplianceOfficer),
        ("reports-frequency-too-long", "/reports/frequency-promise?from=2026-01-01&to=2026-03-01", Roles.Administrator),
        ("reports-unknown", "/reports/no-such-report", Roles.Auditor),
        ("segment-unknown", "/segments/00000000000", Roles.Auditor),
        ("imports", "/imports", Roles.Administrator),
        ("imports-seen", "/imports", Roles.Auditor),
        ("import-unknown", "/imports/00000000000", Roles.ComplianceOfficer),
        ("requests", "/requests", Roles.ComplianceOfficer),
        ("request-new", "/requests/new", Roles.ComplianceOfficer),
        ("request-unknown", "/requests/00000000000", Roles.Auditor),
        ("retention", "/retention", Roles.Administrator),
        ("retention-seen", "/retention", Roles.Auditor),
        ("retention-policy-new", "/retention/policies/new", Roles.Administrator),
        ("retention-policy-unknown", "/retention/policies/00000000000", Roles.Administrator),
        ("retention-runs", "/retention/runs", Roles.ComplianceOfficer),
        ("retention-run-new", "/retention/runs/new", Roles.Administrator),
        ("retention-run-unknown", "/retention/runs/00000000000", Roles.Auditor),
        ("retention-certificate-unknown", "/retention/runs/00000000000/certificate", Roles.Auditor),
        ("reachability", "/reachability", Roles.Administrator),
        ("holds", "/holds", Roles.ComplianceOfficer),
        ("holds-people", "/holds?view=people", Roles.Auditor),
        ("hold-new", "/holds/new", Roles.ComplianceOfficer),
        ("hold-unknown", "/holds/00000000000", Roles.Auditor),
        ("forbidden", "/audit", Roles.Marketer),
    ];

    public static TheoryData<string, Look> Views => new(Pages.SelectMany(page => Look.All.Select(look => (page.Name, look))));

    [Theory]
    [MemberData(nameof(Views), DisableDiscoveryEnumeration = true)]
    public async Task A_page_can_be_used_by_everybody(string name, Look look)
    {
        var (_, path, role) = Pages.Single(page => page.Name == name);
        await using var visit = role is null ? await browser.OpenAsync(look) : await browser.OpenAsAsync(role, look);

        await visit.GoAsync(path.Replace("{link}", await LinkAsync(look), StringComparison.Ordinal));
        await visit.HeadingAsync();
        await visit.ScreenshotAsync($"{name}-{look}");

        Assert.Equal(look.Language, await visit.Page.Locator("html").GetAttributeAsync("lang"));
        await visit.AssertFitsAsync();
        await visit.AssertAccessibleAsync();
    }

    /// <summary>The link of somebody who has agreed, in the language of the look: hers would be taken first.</summary>
    private async Task<string> LinkAsync(Look look)
    {
        await using var db = await browser.App.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        var now = TimeProvider.System.UtcMilliseconds();
        var person = await db.Consents.Where(c => c.Kind == ConsentKind.Contact && c.State == ConsentState.Given && c.ExpiresAt > now)
            .Join(db.Subscribers.Where(s => s.Language == look.Language && s.RestrictedAt == null), c => c.SubscriberId, s => s.Id, (c, s) => new { c.SubscriberId, c.SenderId, s.PublicId }).OrderBy(c => c.SubscriberId).FirstAsync();
        return browser.App.Services.GetRequiredService<LinkTokens>().Write(person.SenderId, person.PublicId);
    }
}
