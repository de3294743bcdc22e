using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.OptOuts.Annulments;

/// <summary>Somebody holds a withdrawal, or all of a burst, for a prank or a slip. Nothing changes until another person agrees.</summary>
public sealed class RequestAnnulment(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, TimeProvider clock)
{
    private const int Slice = 500;
    private const int Attempts = 4;

    public sealed record Input
    {
        /// <summary>The key of the event; null where it is about a burst.</summary>
        public Guid? Withdrawal { get; init; }

        public PublicId? Burst { get; init; }

        public string? Reason { get; init; }

        /// <summary>Where the proof lies: a recording, a letter, a ticket.</summary>
        public string? EvidenceReference { get; init; }
    }

    /// <returns>For how many withdrawals.</returns>
    public async Task<Result<int>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RequestAnnulment);
        input = input with { Reason = input.Reason?.Trim() ?? "", EvidenceReference = input.EvidenceReference?.Trim() ?? "" };
        if (AnnulmentRules.TextRefusal(input.Reason, input.EvidenceReference) is { } refusal)
        {
            return refusal;
        }

        if (input.Burst is { } burst)
        {
            return await OfBurstAsync(burst, input, actor, cancellation);
        }

        var asked = await AskAsync(db => db.ConsentEvents.Where(e => e.EventKey == input.Withdrawal), null, input, actor);
        if (asked.Made is not [var one])
        {
            return asked.Refusal ?? AnnulmentErrors.NotFound;
        }

        await audit.RecordAsync(new(actor, AuditAction.AnnulmentRequested, one.SubscriberId, $"{one.PublicId}"), CancellationToken.None);
        return 1;
    }

    internal static IQueryable<WithdrawalToAnnul> ToAnnul(DashboardDbContext db, IQueryable<ConsentEvent> withdrawals) => withdrawals.AsNoTracking().Select(e => new WithdrawalToAnnul(
        e,
        db.ConsentEvents.Any(a => a.SubscriberId == e.SubscriberId && a.Type == ConsentEventType.Annulled && a.RefersTo == e.EventKey),
        db.AnnulmentRequests.Any(r => r.SubscriberId == e.SubscriberId && r.WithdrawalKey == e.EventKey && r.Status == AnnulmentStatus.Waiting)));

    private async Task<Result<int>> OfBurstAsync(PublicId id, Input input, Actor actor, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var burst = await db.WithdrawalBursts.Where(b => b.PublicId == id).Select(b => (long?)b.Id).FirstOrDefaultAsync(cancellation);
        if (burst is null)
        {
            return AnnulmentErrors.NoBurst;
        }

        var (count, after) = (0, 0L);
        while (await Members(db, burst.Value, after).ToListAsync(CancellationToken.None) is { Count: > 0 } ids)
        {
            count += (await AskAsync(other => other.ConsentEvents.Where(e => ids.Contains(e.Id)), burst, input, actor)).Made.Count;
            after = ids[^1];
        }

        if (count == 0)
        {
            return AnnulmentErrors.NothingToAsk;
        }

        await audit.RecordAsync(new(actor, AuditAction.AnnulmentRequested, Subject: $"{id}", Details: JsonSerializer.Serialize(new { withdrawals = count })), CancellationToken.None);
        return count;
    }

    internal static IQueryable<long> Members(DashboardDbContext db, long burst, long after) =>
        db.WithdrawalOrigins.Where(o => o.BurstId == burst && o.EventId > after).OrderBy(o => o.EventId).Take(Slice).Select(o => o.EventId);

    private async Task<(IReadOnlyList<AnnulmentRequest> Made, Error? Refusal)> AskAsync(Func<DashboardDbContext, IQueryable<ConsentEvent>> which, long? burst, Input input, Actor actor)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var turn = await gate.EnterAsync(burst is null ? WritePriority.Act : WritePriority.Bulk);
            await using var db = await contexts.CreateDbContextAsync();
            var now = clock.UtcMilliseconds();
            var found = await ToAnnul(db, which(db)).ToListAsync();
            List<AnnulmentRequest> made = [.. found.Where(asked => AnnulmentRules.Refusal(asked, now) is null).Select(asked => New(asked.Withdrawal, burst, input, actor, now))];
            try
            {
                db.AddRange(made);
                await db.SaveChangesAsync();
                return (made, found is [var only] ? AnnulmentRules.Refusal(only, now) : null);
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                // Somebody asked for one of them at the same time: then it is found as asked for.
            }
        }
    }

    private static AnnulmentRequest New(ConsentEvent withdrawal, long? burst, Input input, Actor actor, DateTime now) => new()
    {
        PublicId = PublicId.Create(),
        WithdrawalKey = withdrawal.EventKey,
        SubscriberId = withdrawal.SubscriberId,
        BurstId = burst,
        Reason = input.Reason!,
        EvidenceReference = input.EvidenceReference!,
        RequestedBy = actor.Key,
        RequestedAt = now,
        EndsAt = AnnulmentRules.EndsAt(withdrawal),
    };
}
