using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Notices;

/// <summary>Ends the use of a published version for new consents.</summary>
public sealed class RetireNotice(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, TimeProvider clock)
{
    public async Task<Result> ExecuteAsync(PublicId versionId, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageCollection);
        DraftStore? stored;
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            stored = await DraftStore.FindAsync(db, versionId);
            if (stored is null)
            {
                return NoticeErrors.NotFound;
            }

            var retired = NoticePublication.Retire(stored.Version, clock.UtcMilliseconds());
            if (retired.Failed)
            {
                return retired;
            }

            if (!await stored.SaveAsync())
            {
                return NoticeErrors.Stale;
            }
        }

        await audit.RecordAsync(new(actor, AuditAction.NoticeRetired, Subject: $"{stored.Notice.PublicId}", Details: VersionDetail.Of(stored.Version)), CancellationToken.None);
        return Result.Ok;
    }
}
