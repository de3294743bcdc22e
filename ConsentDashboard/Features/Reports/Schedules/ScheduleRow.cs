using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Reports;

namespace ConsentDashboard.Features.Reports.Schedules;

/// <param name="Sender">The name of the only sender; null: all of them.</param>
/// <param name="Version">Tells whether somebody saved it meanwhile.</param>
public sealed record ScheduleRow(
    PublicId PublicId, ReportKind Kind, ReportPeriod Period, PublicId? SenderId, string? Sender, string Cron, string TimeZone, string Language, bool IsActive, string By, int Version);
