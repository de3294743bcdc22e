using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Features.CollectionPoints;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.CollectionPoints;

public sealed class ActivatingPointsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_clean_point_goes_all_the_way_and_each_step_is_audited(DatabaseProvider provider)
    {
        await using var collecting = await Collecting.CreateAsync(provider);
        var mark = await collecting.ActiveAsync();
        mark = (await collecting.Pause.ExecuteAsync(new(mark.Point, mark.Version), Staff.Officer, Token)).Value!;
        mark = (await collecting.Activate.ExecuteAsync(new(mark.Point, mark.Version), Staff.Officer, Token)).Value!;
        mark = (await collecting.Retire.ExecuteAsync(new(mark.Point, mark.Version), Staff.Officer, Token)).Value!;

        Assert.Equal(PointErrors.CannotStep, (await collecting.Activate.ExecuteAsync(new(mark.Point, mark.Version), Staff.Officer, Token)).Error);
        Assert.Equal(PointErrors.Retired, (await collecting.Save.ExecuteAsync(new(mark.Point, mark.Version, collecting.Draft()), Staff.Officer, Token)).Error);
        await using var db = collecting.Here.Open();
        Assert.Equal(
            [AuditAction.PointSaved, AuditAction.PointActivated, AuditAction.PointPaused, AuditAction.PointActivated, AuditAction.PointRetired],
            await db.AuditEntries.OrderBy(entry => entry.Id).Select(entry => entry.Action).ToListAsync(Token));
    }

    [Fact]
    public async Task An_error_stands_in_the_way_until_it_is_mended()
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.SavedAsync(draft => draft.BoxesStartUnticked = false);

        var refused = await collecting.Activate.ExecuteAsync(new(mark.Point, mark.Version), Staff.Officer, Token);
        Assert.Equal(("Point.FindingStands", "boxes-ticked"), (refused.Error?.Key, refused.Error?.Field));
        Assert.Equal(PointErrors.FindingIsError, (await collecting.Override.ExecuteAsync(new(mark.Point, mark.Version, "boxes-ticked", "We have always done so"), Staff.Officer, Token)).Error);

        mark = (await collecting.Save.ExecuteAsync(new(mark.Point, mark.Version, collecting.Draft()), Staff.Officer, Token)).Value!;
        Assert.False((await collecting.Activate.ExecuteAsync(new(mark.Point, mark.Version), Staff.Officer, Token)).Failed);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_warning_stands_in_the_way_until_somebody_says_why_it_may_stand(DatabaseProvider provider)
    {
        await using var collecting = await Collecting.CreateAsync(provider);
        var mark = await collecting.SavedAsync(draft => draft.DoubleOptIn = false);
        Assert.Equal("stranger-can-enter-number", (await collecting.Activate.ExecuteAsync(new(mark.Point, mark.Version), Staff.Officer, Token)).Error?.Field);

        var stands = await collecting.Override.ExecuteAsync(new(mark.Point, mark.Version, "stranger-can-enter-number", " Members sign in with their number first "), Staff.Officer, Token);

        Assert.False((await collecting.Activate.ExecuteAsync(new(mark.Point, stands.Value!.Version), Staff.Officer, Token)).Failed);
        await using var db = collecting.Here.Open();
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == AuditAction.FindingOverridden, Token);
        Assert.Equal(("Members sign in with their number first", """{"rule":"stranger-can-enter-number"}"""), (entry.Reason, entry.Details));
        var row = await db.FindingOverrides.SingleAsync(Token);
        Assert.Equal((Staff.Officer.Key, collecting.Here.Database.Now), (row.By, row.At));
    }

    [Fact]
    public async Task An_override_lasts_until_more_breaks_the_same_rule()
    {
        await using var collecting = await Collecting.CreateAsync();
        var draft = collecting.Draft();
        draft.Fields = [new() { Name = "birthday", Purpose = "a present on the day itself" }];
        var mark = (await collecting.Save.ExecuteAsync(new(null, 0, draft), Staff.Officer, Token)).Value!;
        mark = (await collecting.Override.ExecuteAsync(new(mark.Point, mark.Version, "field-too-much", "They ask for the present themselves"), Staff.Officer, Token)).Value!;
        draft.Place = "elsewhere in the shop";
        mark = (await collecting.Save.ExecuteAsync(new(mark.Point, mark.Version, draft), Staff.Officer, Token)).Value!;
        Assert.Single((await collecting.FindAsync(mark.Point)).Overrides);

        draft.Fields.Add(new() { Name = "passport", Purpose = "we like to know whom we write to" });
        mark = (await collecting.Save.ExecuteAsync(new(mark.Point, mark.Version, draft), Staff.Officer, Token)).Value!;

        Assert.Empty((await collecting.FindAsync(mark.Point)).Overrides);
        Assert.Equal("field-too-much", (await collecting.Activate.ExecuteAsync(new(mark.Point, mark.Version), Staff.Officer, Token)).Error?.Field);
    }

    [Theory]
    [InlineData("stranger-can-enter-number", "because", "Finding.ReasonLength")]
    [InlineData("stranger-can-enter-number", null, "Finding.ReasonLength")]
    [InlineData("reason-thin", "It is said all over the page", "Finding.Gone")]
    [InlineData("no-such-rule", "It is said all over the page", "Finding.Gone")]
    public async Task Only_what_stands_can_be_let_stand_and_only_with_a_reason(string rule, string? reason, string error)
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.SavedAsync(draft => draft.DoubleOptIn = false);

        Assert.Equal(error, (await collecting.Override.ExecuteAsync(new(mark.Point, mark.Version, rule, reason), Staff.Officer, Token)).Error?.Key);
    }

    [Fact]
    public async Task A_step_on_what_somebody_else_changed_meanwhile_is_refused()
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.ActiveAsync();

        Assert.Equal(PointErrors.Stale, (await collecting.Retire.ExecuteAsync(new(mark.Point, mark.Version - 1), Staff.Officer, Token)).Error);
        Assert.Equal(PointErrors.NotFound, (await collecting.Retire.ExecuteAsync(new(new(1), 0), Staff.Officer, Token)).Error);
        Assert.Equal(CollectionPointStatus.Active, (await collecting.FindAsync(mark.Point)).Status);
    }

    [Fact]
    public async Task Who_may_not_manage_changes_no_state()
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.ActiveAsync();

        await Assert.ThrowsAsync<ForbiddenException>(() => collecting.Pause.ExecuteAsync(new(mark.Point, mark.Version), Staff.Administrator, Token));
        await Assert.ThrowsAsync<ForbiddenException>(() => collecting.Retire.ExecuteAsync(new(mark.Point, mark.Version), Staff.Marketer, Token));
        await Assert.ThrowsAsync<ForbiddenException>(() => collecting.Activate.ExecuteAsync(new(mark.Point, mark.Version), Staff.Auditor, Token));
        await Assert.ThrowsAsync<ForbiddenException>(() => collecting.Override.ExecuteAsync(new(mark.Point, mark.Version, "reason-thin", "long enough a reason"), Staff.SupportAgent, Token));
    }
}
