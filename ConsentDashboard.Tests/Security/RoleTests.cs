using System.Security.Claims;
using ConsentDashboard.Security.Access;
using static ConsentDashboard.Security.Access.Permissions;

namespace ConsentDashboard.Tests.Security;

public sealed class RoleTests
{
    public static TheoryData<string, string[]> Granted => new()
    {
        { Roles.ComplianceOfficer, [ViewOverview, BrowseSubscribers, ViewSubscriber, SearchByNumber, RevealNumber, ViewEvidence, WithdrawConsent, RecordConsent, ViewAudit, VerifyLedger, ViewCollection, ManageCollection, ViewMessages, ViewInbox, HandleInbox, RequestAnnulment, ApproveAnnulment, ViewSegments, ManageSegments, ViewExports, ApproveExport, ViewImports, ViewReports, ManageReports,
            ViewRetention, ApprovePurge, PlaceHold, RestrictSubscriber, OpenRestricted, ViewRequests, HandleRequests, RecordReachability] },
        { Roles.Marketer, [ViewOverview, BrowseSubscribers, ViewSubscriber, ViewCollection, ViewSegments, ManageSegments, ViewExports, RequestExport, DownloadExport, RecordSends, ViewReports] },
        { Roles.Administrator, [ViewOverview, BrowseSubscribers, ViewSubscriber, SearchByNumber, WithdrawConsent, ViewAudit, VerifyLedger, ManageAccounts, ViewCollection, ViewMessages, RetryMessages, ManageApiKeys, ApproveAnnulment, ManageWebhooks, ManageGateways, ViewSegments, ViewExports, ApproveExport, ManageSeeds, ViewImports, RunImports, RecordSends, ViewReports, ManageReports,
            ViewRetention, ManagePolicies, RequestPurge, ApprovePurge, ViewRequests, RecordReachability] },
        { Roles.SupportAgent, [ViewOverview, ViewSubscriber, SearchByNumber, WithdrawConsent, RecordConsent, RequestAnnulment] },
        { Roles.Auditor, [ViewOverview, BrowseSubscribers, ViewSubscriber, ViewEvidence, ViewAudit, VerifyLedger, ViewCollection, ViewMessages, ViewInbox, ViewSegments, ViewExports, ViewImports, ViewReports, ViewRetention, ViewRequests] },
    };

    [Theory]
    [MemberData(nameof(Granted))]
    public void A_role_grants_exactly_this(string role, string[] permissions)
    {
        var actor = Actor.User("7", "Somebody", [role]);

        Assert.Equal(permissions.Order(StringComparer.Ordinal), All.Where(actor.Can).Order(StringComparer.Ordinal));
        Assert.All(All, permission => Assert.Equal(permissions.Contains(permission), Record.Exception(() => actor.Demand(permission)) is null));
    }

    [Fact]
    public void Each_role_and_each_permission_is_in_the_table()
    {
        Assert.Equal(Roles.All.Order(StringComparer.Ordinal), Granted.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));
        Assert.Equal(All.Order(StringComparer.Ordinal), Granted.SelectMany(row => row.Data.Item2).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(All.Count, typeof(Permissions).GetFields().Count(field => field.IsLiteral));
    }

    [Fact]
    public void A_marketer_neither_searches_by_number_nor_reveals_one()
    {
        var marketer = Actor.User("7", "Somebody", [Roles.Marketer]);

        Assert.Equal(SearchByNumber, Assert.Throws<ForbiddenException>(() => marketer.Demand(SearchByNumber)).Permission);
        Assert.Throws<ForbiddenException>(() => marketer.Demand(RevealNumber));
    }

    [Fact]
    public void Whoever_asks_for_an_export_by_role_does_not_approve_one() => Assert.All(
        Roles.All.Select(role => Actor.User("7", "Somebody", [role])),
        actor => Assert.False(actor.Can(RequestExport) && actor.Can(ApproveExport)));

    [Fact]
    public void An_auditor_changes_nothing_and_sees_no_number() => Assert.All(
        [WithdrawConsent, RecordConsent, RevealNumber, ManageAccounts, ManageCollection, RetryMessages, ManageApiKeys, HandleInbox, RequestAnnulment, ApproveAnnulment, ManageWebhooks, ManageGateways,
            ManageSegments, RequestExport, ApproveExport, DownloadExport, ManageSeeds, RunImports, RecordSends, ManageReports,
            ManagePolicies, RequestPurge, ApprovePurge, PlaceHold, RestrictSubscriber, OpenRestricted, HandleRequests, RecordReachability],
        permission => Assert.Throws<ForbiddenException>(() => Actor.User("7", "Somebody", [Roles.Auditor]).Demand(permission)));

    [Fact]
    public void Roles_add_up_and_unknown_ones_grant_nothing()
    {
        Assert.True(Actor.User("7", "Somebody", [Roles.Marketer, Roles.SupportAgent]).Can(SearchByNumber));
        Assert.DoesNotContain(All, Actor.User("7", "Somebody", ["Owner", "marketer", ""]).Can);
    }

    [Fact]
    public void The_person_and_a_stranger_may_nothing_and_a_worker_all()
    {
        Assert.DoesNotContain(All, Actor.Person.Can);
        Assert.DoesNotContain(All, Actor.From(new()).Can);
        Assert.DoesNotContain(All, Actor.From(new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "7"), new(ClaimTypes.Role, Roles.Administrator)]))).Can);
        Assert.All(All, Actor.System("retention").Demand);
    }

    [Fact]
    public void A_signed_in_account_acts_under_its_id_with_its_roles()
    {
        var actor = Actor.From(new(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, "7"), new(ClaimTypes.Name, "officer@example.com"), new(ClaimTypes.Role, Roles.ComplianceOfficer)], "cookie")));

        Assert.Equal(("user:7", "officer@example.com"), (actor.Key, actor.Name));
        Assert.True(actor.Can(RevealNumber));
    }
}
