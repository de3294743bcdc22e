using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.OptOuts.Annulments;

/// <summary>What two people agreed on goes into the ledger: one act for each sender that the withdrawal reached.</summary>
public sealed class AnnulWithdrawal(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, TimeProvider clock)
{
    /// <returns>Who agreed, where the ledger has it already; null where it has not.</returns>
    public async Task<string?> AgreedByAsync(ConsentEvent withdrawal)
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await db.ConsentEvents.Where(e => e.SubscriberId == withdrawal.SubscriberId && e.Type == ConsentEventType.Annulled && e.RefersTo == withdrawal.EventKey)
            .OrderBy(e => e.Seq).Select(e => e.Actor).FirstOrDefaultAsync();
    }

    /// <summary>May be called again after a crash: what is recorded is not recorded twice.</summary>
    public async Task<Result> RecordAsync(AnnulmentRequest request, ConsentEvent withdrawal, Actor actor)
    {
        var isBegun = await AgreedByAsync(withdrawal) is not null;
        foreach (var sender in await SendersAsync(withdrawal, isBegun))
        {
            var audit = isBegun ? null : new Operations.Audit.AuditDraft(actor, AuditAction.AnnulmentApproved, withdrawal.SubscriberId, $"{request.PublicId}");
            var recorded = await ledger.RecordAsync(Act(request, withdrawal, sender, actor), audit);
            if (recorded.Failed)
            {
                return recorded.Error == LedgerErrors.CannotAnnul ? AnnulmentErrors.Expired : recorded.Error;
            }

            isBegun = true;
        }

        return isBegun ? Result.Ok : AnnulmentErrors.NotFound;
    }

    /// <summary>Made of the withdrawal and not of the request, so that no second request brings it back twice.</summary>
    internal static Guid KeyOf(Guid withdrawal, long sender) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"annul {withdrawal:N} for {sender}")).AsSpan(0, 16), bigEndian: true);

    // A cell that something newer touched is not the withdrawal's any more, unless that was a later withdrawal, and annulled.
    private async Task<IReadOnlyList<long>> SendersAsync(ConsentEvent withdrawal, bool isBegun)
    {
        if (withdrawal.SenderId is { } only)
        {
            return [only];
        }

        await using var db = await contexts.CreateDbContextAsync();
        var hers = db.ConsentEvents.Where(e => e.SubscriberId == withdrawal.SubscriberId && e.Type == ConsentEventType.Annulled).Select(e => e.Id);
        var reached = await db.Consents
            .Where(c => c.SubscriberId == withdrawal.SubscriberId && c.Kind == withdrawal.Kind && c.State == ConsentState.Withdrawn && (c.LastEventId == withdrawal.Id || hers.Contains(c.LastEventId)))
            .Select(c => c.SenderId).Distinct().OrderBy(id => id).ToListAsync();

        // Where it ended nothing, any sender's act still ends what it left against the number.
        return reached.Count > 0 || isBegun ? reached : await db.Senders.OrderBy(s => s.Id).Select(s => s.Id).Take(1).ToListAsync();
    }

    private ConsentAct Act(AnnulmentRequest request, ConsentEvent withdrawal, long sender, Actor actor) => new()
    {
        EventKey = KeyOf(withdrawal.EventKey, sender),
        SubscriberId = withdrawal.SubscriberId,
        Type = ConsentEventType.Annulled,
        SenderId = sender,
        Kind = withdrawal.Kind,
        Cells = withdrawal.Cells,
        Assurance = Assurance.Asserted,
        Source = Source.Staff,
        OccurredAt = clock.UtcMilliseconds(),
        Actor = actor,
        RefersTo = withdrawal.EventKey,
        Evidence = new()
        {
            Operator = $"{request.RequestedBy}, {actor.Key}",
            Note = request.Reason,
            RecordingReference = request.EvidenceReference,
        },
    };
}
