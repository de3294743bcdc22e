using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Reports;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Reports;

/// <summary>Reads a report for the screen, in the language of whoever looks.</summary>
public sealed class ReadReport(ReportRequests requests)
{
    public async Task<Result<ReportDocument>> ExecuteAsync(ReportAsk ask, Actor actor, CancellationToken cancellation = default)
    {
        actor.DemandReport(ask.Kind);
        var request = await requests.ResolveAsync(ask, cancellation);
        return request.Failed ? request.Error : await requests.Find(ask.Kind)!.ReadAsync(request.Value, cancellation);
    }
}
