using System.Collections.Frozen;

namespace ConsentDashboard.Security.Access;

public static class Roles
{
    public const string ComplianceOfficer = "ComplianceOfficer";
    public const string Marketer = "Marketer";
    public const string Administrator = "Administrator";
    public const string SupportAgent = "SupportAgent";
    public const string Auditor = "Auditor";

    public static readonly IReadOnlyList<string> All = [ComplianceOfficer, Marketer, Administrator, SupportAgent, Auditor];

    private static readonly FrozenDictionary<string, FrozenSet<string>> Granted = new Dictionary<string, FrozenSet<string>>
    {
        [ComplianceOfficer] = Set(
            Permissions.ViewOverview, Permissions.BrowseSubscribers, Permissions.ViewSubscriber, Permissions.SearchByNumber,
            Permissions.RevealNumber, Permissions.ViewEvidence, Permissions.WithdrawConsent, Permissions.RecordConsent,
            Permissions.ViewAudit, Permissions.VerifyLedger, Permissions.ViewCollection, Permissions.ManageCollection, Permissions.ViewMessages,
            Permissions.ViewInbox, Permissions.HandleInbox, Permissions.RequestAnnulment, Permissions.ApproveAnnulment,
            Permissions.ViewSegments, Permissions.ManageSegments, Permissions.ViewExports, Permissions.ApproveExport, Permissions.ViewImports,
            Permissions.ViewReports, Permissions.ManageReports,
            Permissions.ViewRetention, Permissions.ApprovePurge, Permissions.PlaceHold, Permissions.RestrictSubscriber, Permissions.OpenRestricted,
            Permissions.ViewRequests, Permissions.HandleRequests, Permissions.RecordReachability),
        [Marketer] = Set(
            Permissions.ViewOverview, Permissions.BrowseSubscribers, Permissions.ViewSubscriber, Permissions.ViewCollection,
            Permissions.ViewSegments, Permissions.ManageSegments, Permissions.ViewExports, Permissions.RequestExport, Permissions.DownloadExport,
            Permissions.RecordSends, Permissions.ViewReports),
        [Administrator] = Set(
            Permissions.ViewOverview, Permissions.BrowseSubscribers, Permissions.ViewSubscriber, Permissions.SearchByNumber,
            Permissions.WithdrawConsent, Permissions.ViewAudit, Permissions.VerifyLedger, Permissions.ManageAccounts,
            Permissions.ViewCollection, Permissions.ViewMessages, Permissions.RetryMessages, Permissions.ManageApiKeys,
            Permissions.ApproveAnnulment, Permissions.ManageWebhooks, Permissions.ManageGateways,
            Permissions.ViewSegments, Permissions.ViewExports, Permissions.ApproveExport, Permissions.ManageSeeds, Permissions.ViewImports, Permissions.RunImports,
            Permissions.RecordSends, Permissions.ViewReports, Permissions.ManageReports,
            Permissions.ViewRetention, Permissions.ManagePolicies, Permissions.RequestPurge, Permissions.ApprovePurge, Permissions.ViewRequests, Permissions.RecordReachability),
        [SupportAgent] = Set(
            Permissions.ViewOverview, Permissions.ViewSubscriber, Permissions.SearchByNumber,
            Permissions.WithdrawConsent, Permissions.RecordConsent, Permissions.RequestAnnulment),
        [Auditor] = Set(
            Permissions.ViewOverview, Permissions.BrowseSubscribers, Permissions.ViewSubscriber,
            Permissions.ViewEvidence, Permissions.ViewAudit, Permissions.VerifyLedger, Permissions.ViewCollection, Permissions.ViewMessages, Permissions.ViewInbox,
            Permissions.ViewSegments, Permissions.ViewExports, Permissions.ViewImports, Permissions.ViewReports,
            Permissions.ViewRetention, Permissions.ViewRequests),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What the roles grant together; unknown roles grant nothing.</summary>
    public static FrozenSet<string> PermissionsOf(IEnumerable<string> roles) =>
        roles.SelectMany(role => Granted.GetValueOrDefault(role, [])).ToFrozenSet(StringComparer.Ordinal);

    private static FrozenSet<string> Set(params string[] permissions) => permissions.ToFrozenSet(StringComparer.Ordinal);
}
