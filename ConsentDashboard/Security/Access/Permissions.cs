namespace ConsentDashboard.Security.Access;

/// <summary>What a use case demands. The strings are policy names, and appear in no address.</summary>
public static class Permissions
{
    public const string ViewOverview = "overview.view";
    public const string BrowseSubscribers = "subscribers.browse";
    public const string ViewSubscriber = "subscribers.view";
    public const string SearchByNumber = "subscribers.search";
    public const string RevealNumber = "subscribers.reveal";
    public const string ViewEvidence = "evidence.view";
    public const string WithdrawConsent = "consents.withdraw";
    public const string RecordConsent = "consents.record";
    public const string ViewAudit = "audit.view";
    public const string VerifyLedger = "ledger.verify";
    public const string ManageAccounts = "accounts.manage";
    public const string ViewCollection = "collection.view";
    public const string ManageCollection = "collection.manage";
    public const string ViewMessages = "messages.view";
    public const string RetryMessages = "messages.retry";
    public const string ManageApiKeys = "apikeys.manage";
    public const string ViewInbox = "inbox.view";
    public const string HandleInbox = "inbox.handle";
    public const string RequestAnnulment = "annulments.request";
    public const string ApproveAnnulment = "annulments.approve";
    public const string ManageWebhooks = "webhooks.manage";
    public const string ManageGateways = "gateways.manage";
    public const string ViewSegments = "segments.view";
    public const string ManageSegments = "segments.manage";
    public const string ViewExports = "exports.view";
    public const string RequestExport = "exports.request";
    public const string ApproveExport = "exports.approve";
    public const string DownloadExport = "exports.download";
    public const string ManageSeeds = "exports.seeds";
    public const string ViewImports = "imports.view";
    public const string RunImports = "imports.run";
    public const string RecordSends = "sends.record";
    public const string ViewReports = "reports.view";
    public const string ManageReports = "reports.manage";
    public const string ViewRetention = "retention.view";
    public const string ManagePolicies = "retention.policies";
    public const string RequestPurge = "retention.request";
    public const string ApprovePurge = "retention.approve";
    public const string PlaceHold = "holds.place";
    public const string RestrictSubscriber = "subscribers.restrict";
    public const string OpenRestricted = "subscribers.restricted";
    public const string ViewRequests = "requests.view";
    public const string HandleRequests = "requests.handle";
    public const string RecordReachability = "reachability.record";

    public static readonly IReadOnlyList<string> All =
    [
        ViewOverview, BrowseSubscribers, ViewSubscriber, SearchByNumber, RevealNumber, ViewEvidence,
        WithdrawConsent, RecordConsent, ViewAudit, VerifyLedger, ManageAccounts,
        ViewCollection, ManageCollection, ViewMessages, RetryMessages, ManageApiKeys,
        ViewInbox, HandleInbox, RequestAnnulment, ApproveAnnulment, ManageWebhooks, ManageGateways,
        ViewSegments, ManageSegments, ViewExports, RequestExport, ApproveExport, DownloadExport, ManageSeeds,
        ViewImports, RunImports, RecordSends, ViewReports, ManageReports,
        ViewRetention, ManagePolicies, RequestPurge, ApprovePurge, PlaceHold, RestrictSubscriber, OpenRestricted, ViewRequests, HandleRequests, RecordReachability,
    ];
}
