using System.Collections.Frozen;
using ConsentDashboard.Domain.Reports;

namespace ConsentDashboard.Features.Reports;

/// <summary>The name of each kind of report in addresses and file names; they never change.</summary>
public static class ReportSlugs
{
    private static readonly FrozenDictionary<ReportKind, string> Slugs = new Dictionary<ReportKind, string>
    {
        [ReportKind.ConsentStatus] = "consent-status",
        [ReportKind.OptInsAndOptOuts] = "opt-ins-and-opt-outs",
        [ReportKind.OptOutTimeliness] = "opt-out-timeliness",
        [ReportKind.EvidenceCompleteness] = "evidence-completeness",
        [ReportKind.Suppressions] = "suppressions",
        [ReportKind.Cleaning] = "cleaning",
        [ReportKind.AccessToPersonalData] = "access-to-personal-data",
        [ReportKind.FrequencyPromise] = "frequency-promise",
    }.ToFrozenDictionary();

    public static string Of(ReportKind kind) => Slugs[kind];

    public static ReportKind? Find(string? slug) => Slugs.Where(pair => pair.Value == slug).Select(pair => (ReportKind?)pair.Key).FirstOrDefault();
}
