using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers.Callers;

/// <summary>Somebody called and changed nothing: that her number is in use is remembered, and who noted it.</summary>
public sealed class NoteCall(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, TimeProvider clock)
{
    /// <param name="subscriber">Who is on the phone.</param>
    /// <param name="actor">Who talks to her.</param>
    /// <param name="cancellation">Ends the look for her; what has begun after it runs to its end.</param>
    public async Task<Result> ExecuteAsync(PublicId subscriber, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.WithdrawConsent);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await db.Subscribers.Where(s => s.PublicId == subscriber && s.Cipher != null).Select(s => (long?)s.Id).FirstOrDefaultAsync(cancellation);
        if (found is not { } id)
        {
            return Profile.ProfileErrors.NotFound;
        }

        var noted = await ledger.ChangeAsync(new(actor, AuditAction.CallNoted, id), async own =>
        {
            await RecordActivity.TouchAsync(own, id, clock.UtcMilliseconds());
            return true;
        });
        return new(noted.Error);
    }
}
