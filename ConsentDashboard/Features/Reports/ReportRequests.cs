using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Reports;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Reports;

/// <summary>Turns what somebody asks into what a reading takes, and knows which readings there are.</summary>
public sealed class ReportRequests(IDbContextFactory<DashboardDbContext> contexts, IEnumerable<IReportReading> readings, TimeProvider clock)
{
    private readonly Dictionary<ReportKind, IReportReading> _readings = readings.ToDictionary(reading => reading.Kind);

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<ReportKind> Kinds => [.. _readings.Keys.Order()];

    public DateOnly Today => DateOnly.FromDateTime(clock.UtcMilliseconds());

    public IReportReading? Find(ReportKind kind) => _readings.GetValueOrDefault(kind);

    public async Task<Result<ReportRequest>> ResolveAsync(ReportAsk ask, CancellationToken cancellation)
    {
        if (Find(ask.Kind) is null)
        {
            return ReportErrors.UnknownKind;
        }

        if (ReportPeriods.Wrong(ask.Kind, ask.From, ask.To, Today) is { } wrong)
        {
            return wrong;
        }

        long? sender = null;
        if (ask.Sender is { } named)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            sender = await db.Senders.Where(s => s.PublicId == named).Select(s => (long?)s.Id).FirstOrDefaultAsync(cancellation);
            if (sender is null)
            {
                return ReportErrors.UnknownSender;
            }
        }

        return new ReportRequest(ask.Kind, Utc(ask.From), Utc(ask.To), sender);
    }

    private static DateTime Utc(DateOnly day) => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
}
