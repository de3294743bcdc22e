using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Reports;

namespace ConsentDashboard.Features.Reports.Runs;

/// <summary>What is the same of all workbooks.</summary>
public static class ReportRuns
{
    /// <summary>For so long a workbook is offered; the report can be made again at any time.</summary>
    public static readonly TimeSpan Keeping = TimeSpan.FromDays(30);

    /// <summary>The name of its file among those of the job.</summary>
    internal const string File = "workbook";

    internal static ReportRun New(ReportAsk ask, string language, string by, string byName, DateTime now) => new()
    {
        PublicId = PublicId.Create(),
        Status = JobStatus.Waiting,
        Kind = ask.Kind,
        Parameters = ask.ToParameters(),
        Language = language,
        CreatedAt = now,
        CreatedBy = by,
        CreatedByName = byName,
    };

    /// <summary><c>consent-status-2026-11.xlsx</c>; a period that is no month or year says both of its ends.</summary>
    public static string FileName(ReportAsk ask)
    {
        var (from, to) = (ask.From, ask.To);
        var period = (from, to) switch
        {
            _ when from == to => $"{from:yyyy-MM-dd}",
            _ when from is { Month: 1, Day: 1 } && to == new DateOnly(from.Year, 12, 31) => $"{from:yyyy}",
            _ when from.Day == 1 && to == from.AddMonths(1).AddDays(-1) => $"{from:yyyy-MM}",
            _ => $"{from:yyyy-MM-dd}-{to:yyyy-MM-dd}",
        };
        return $"{ReportSlugs.Of(ask.Kind)}-{period}.xlsx";
    }
}
