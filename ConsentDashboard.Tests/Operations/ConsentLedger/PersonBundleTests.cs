using System.Text;
using System.Text.Json.Nodes;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.ConsentLedger.Bundles;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.ConsentLedger;

public sealed class PersonBundleTests
{
    private static readonly Actor Officer = Actor.User("1", "Officer", [Roles.ComplianceOfficer]);

    [Fact]
    public async Task A_bundle_is_verified_by_itself()
    {
        var report = BundleVerification.Verify(await BundleAsync());

        Assert.Null(report.Broken);
        Assert.Equal(2, report.Events);
        Assert.Single(report.KeyFingerprints);
    }

    [Theory]
    [InlineData("$.number", "+79160000009")]
    [InlineData("$.events[0].event.cells", "All")]
    [InlineData("$.events[1].event.occurredAt", "2026-06-01T00:00:01Z")]
    [InlineData("$.events[0].evidenceText", "e30=")]
    [InlineData("$.events[0].event.actor", "user:else")]
    [InlineData("$.batches[0].at", "2026-06-02T00:00:00Z")]
    [InlineData("$.batches[1].signature", "AAAA")]
    [InlineData("$.notices[0].contentHash", "AAAA")]
    [InlineData("$.subscriber", "00000000001")]
    [InlineData("$.format", "else")]
    public async Task A_changed_bundle_does_not_hold(string path, string value)
    {
        var bundle = JsonNode.Parse(await BundleAsync())!;
        var node = path.Split('.', '[', ']').Where(part => part is not ("$" or "")).SkipLast(1)
            .Aggregate(bundle, (at, part) => int.TryParse(part, out var index) ? at[index]! : at[part]!);
        node[path[(path.LastIndexOf('.') + 1)..]] = value;

        Assert.NotNull(BundleVerification.Verify(Encoding.UTF8.GetBytes(bundle.ToJsonString())).Broken);
    }

    [Fact]
    public async Task A_bundle_without_its_first_event_does_not_hold()
    {
        var bundle = JsonNode.Parse(await BundleAsync())!;
        bundle["events"]!.AsArray().RemoveAt(0);

        Assert.NotNull(BundleVerification.Verify(Encoding.UTF8.GetBytes(bundle.ToJsonString())).Broken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("no bundle")]
    public void A_file_that_is_no_bundle_is_told_apart(string text) => Assert.NotNull(BundleVerification.Verify(Encoding.UTF8.GetBytes(text)).Broken);

    [Fact]
    public async Task Taking_a_bundle_is_audited_and_needs_a_reason_and_both_permissions()
    {
        await using var here = await Installation.CreateAsync();
        var her = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        var export = here.Get<ExportPersonBundle>();

        foreach (var reason in new[] { null, " ", "a", "call +7 916 000-00-01" })
        {
            Assert.Equal("reason", (await export.ExecuteAsync(new(her.PublicId, reason), Officer, TestContext.Current.CancellationToken)).Error?.Field);
        }

        await Assert.ThrowsAsync<ForbiddenException>(() => export.ExecuteAsync(new(her.PublicId, "asked"), Actor.User("2", "Auditor", [Roles.Auditor]), TestContext.Current.CancellationToken));
        await export.ExecuteAsync(new(her.PublicId, " she asked "), Officer, TestContext.Current.CancellationToken);

        await using var db = here.Open();
        var entry = await db.AuditEntries.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((AuditAction.BundleExported, her.SubscriberId, "she asked"), (entry.Action, entry.SubscriberId, entry.Reason));
    }

    private static async Task<byte[]> BundleAsync()
    {
        await using var here = await Installation.CreateAsync();
        var her = await here.Ledger.RecordAsync(here.OptIn(1));
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await here.Ledger.RecordAsync(here.Stop(1));
        var bundle = await here.Get<ExportPersonBundle>().ExecuteAsync(new(her.Value!.PublicId, "she asked"), Officer, TestContext.Current.CancellationToken);
        return bundle.Value!;
    }
}
