using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.OptOuts.Annulments;

/// <summary>
/// A second person agrees that a withdrawal was a prank or a slip, or does not. What follows is durable before the request
/// counts as decided: after a crash between the two it is decided again, and recorded once.
/// </summary>
public sealed class DecideAnnulment(IDbContextFactory<DashboardDbContext> contexts, AnnulmentClaims claims, AnnulWithdrawal annul, AuditTrail audit, TimeProvider clock)
{
    private const int AtOnce = 16;

    public sealed record Input
    {
        /// <summary>Null where it is about all that wait of a burst.</summary>
        public PublicId? Request { get; init; }

        public PublicId? Burst { get; init; }

        public bool Approves { get; init; }

        public string? Note { get; init; }
    }

    /// <returns>How many were decided; where none could be, why.</returns>
    public async Task<Result<int>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ApproveAnnulment);
        input = input with { Note = input.Note?.Trim() ?? "" };
        if (AnnulmentRules.NoteRefusal(input.Note) is { } refusal)
        {
            return refusal;
        }

        var waiting = await FindAsync(input, cancellation);
        if (waiting.Count == 0)
        {
            return input.Burst is null ? AnnulmentErrors.NotFound : AnnulmentErrors.NothingToDecide;
        }

        var done = 0;
        Error? first = null;
        await Parallel.ForEachAsync(
            waiting.GroupBy(found => found.Request.SubscriberId),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = CancellationToken.None },
            async (hers, _) =>
            {
                // The newest first, so that each finds the state that it left.
                foreach (var (request, withdrawal) in hers.OrderByDescending(found => found.Withdrawal.Id))
                {
                    var result = await DecideAsync(request, withdrawal, input, actor);
                    if (result.Failed)
                    {
                        Interlocked.CompareExchange(ref first, result.Error, null);
                    }
                    else
                    {
                        Interlocked.Increment(ref done);
                    }
                }
            });
        return done == 0 && first is not null ? first : done;
    }

    private async Task<Result> DecideAsync(AnnulmentRequest request, ConsentEvent withdrawal, Input input, Actor actor)
    {
        if (AnnulmentRules.Refusal(request, withdrawal, actor.Key, input.Approves, clock.UtcMilliseconds()) is { } refusal)
        {
            return refusal;
        }

        if (!await claims.TakeAsync(request, actor))
        {
            return AnnulmentErrors.BeingDecided;
        }

        var isEnded = false;
        try
        {
            var result = input.Approves ? await ApproveAsync(request, withdrawal, input.Note!, actor) : await RejectAsync(request, withdrawal, input.Note!, actor);
            isEnded = !result.Failed;
            return result;
        }
        finally
        {
            if (!isEnded)
            {
                await claims.ReleaseAsync(request);
            }
        }
    }

    private async Task<Result> ApproveAsync(AnnulmentRequest request, ConsentEvent withdrawal, string note, Actor actor)
    {
        var recorded = await annul.RecordAsync(request, withdrawal, actor);
        if (!recorded.Failed)
        {
            await claims.EndAsync(request, AnnulmentStatus.Approved, actor.Key, note);
        }

        return recorded;
    }

    private async Task<Result> RejectAsync(AnnulmentRequest request, ConsentEvent withdrawal, string note, Actor actor)
    {
        if (await annul.AgreedByAsync(withdrawal) is { } agreed)
        {
            // Somebody agreed and a crash came between the ledger and the request: what the ledger says stands.
            await claims.EndAsync(request, AnnulmentStatus.Approved, agreed, "");
            return AnnulmentErrors.AlreadyDecided;
        }

        await audit.RecordAsync(new(actor, AuditAction.AnnulmentRejected, request.SubscriberId, $"{request.PublicId}"));
        return await claims.EndAsync(request, AnnulmentStatus.Rejected, actor.Key, note) ? Result.Ok : AnnulmentErrors.AlreadyDecided;
    }

    private async Task<List<(AnnulmentRequest Request, ConsentEvent Withdrawal)>> FindAsync(Input input, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var asked = input.Burst is { } burst
            ? db.AnnulmentRequests.Where(r => r.Status == AnnulmentStatus.Waiting && db.WithdrawalBursts.Any(b => b.Id == r.BurstId && b.PublicId == burst))
            : db.AnnulmentRequests.Where(r => r.PublicId == input.Request);
        var found = await asked.AsNoTracking().Join(db.ConsentEvents.AsNoTracking(), r => r.WithdrawalKey, e => e.EventKey, (r, e) => new { Request = r, Withdrawal = e }).ToListAsync(cancellation);
        return [.. found.Select(pair => (pair.Request, pair.Withdrawal))];
    }
}
