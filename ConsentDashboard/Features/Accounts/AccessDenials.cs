using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Accounts;

internal sealed class AccessDenials(AuditTrail audit, ILogger<AccessDenials> logger)
{
    private const int MaxSubject = 200;

    public async Task RecordAsync(Actor actor, string what)
    {
        try
        {
            await audit.RecordAsync(new(actor, AuditAction.AccessDenied, Subject: what[..Math.Min(what.Length, MaxSubject)]));
        }
        catch (Exception e)
        {
            // The refusal stands whether or not it could be written down; the page must still say so.
            logger.LogError(e, "A denied access by {Actor} could not be recorded", actor.Key);
        }
    }
}
