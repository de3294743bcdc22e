using ConsentDashboard.Components;
using Microsoft.AspNetCore.Diagnostics;

namespace ConsentDashboard;

/// <summary>Gives the exception of a request its reference; the error page then shows that and nothing else.</summary>
internal sealed class IncidentHandler(ILogger<IncidentHandler> logger) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        Incident.Log(logger, exception, httpContext);
        return ValueTask.FromResult(false);
    }
}
