using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentDecision;

/// <summary>A decision with what it rests on, for the one who asks why.</summary>
/// <param name="Reasons">Why not; none: allowed.</param>
/// <param name="At">The moment it is about.</param>
/// <param name="Facts">What it rests on.</param>
/// <param name="Cell">The cell, where there is one.</param>
/// <param name="Suppression">What stands against it, where something does.</param>
public sealed record ExplainedDecision(DecisionReasons Reasons, DateTime At, DecisionFacts Facts, Consent? Cell, Suppression? Suppression)
{
    public bool IsAllowed => Reasons == DecisionReasons.None;
}

/// <summary>Answers "may this sender contact this number on this channel for this message type at this moment", for one and for lists.</summary>
public sealed class ConsentDecisions(IDbContextFactory<DashboardDbContext> contexts, NumberVault vault, TimeProvider clock)
{
    /// <summary>How many numbers one question may hold.</summary>
    public const int MaxNumbers = 10_000;

    // SQLite finds a parameter by going through all of them, so that many small statements beat a few large ones.
    private const int Chunk = 200;

    /// <summary>The decision on one subscriber; null where there is none of that id.</summary>
    public async Task<ExplainedDecision?> ExplainAsync(long subscriberId, DecisionRequest request, CancellationToken cancellation = default) =>
        (await ExplainAsync(subscriberId, [request], cancellation)) is { Count: 1 } answers ? answers[0] : null;

    /// <summary>Several decisions on one subscriber, for the same moment; empty where there is none of that id.</summary>
    public async Task<IReadOnlyList<ExplainedDecision>> ExplainAsync(long subscriberId, IReadOnlyList<DecisionRequest> requests, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var subscriber = await db.Subscribers.AsNoTracking().FirstOrDefaultAsync(s => s.Id == subscriberId, cancellation);
        if (subscriber is null || requests.Count == 0)
        {
            return [];
        }

        var now = clock.UtcMilliseconds();
        var at = requests[0].At ?? now;
        var material = await DecisionMaterial.LoadAsync(db, [subscriber], at, at < now, cancellation);
        var processing = await NeedsProcessingAsync(db, cancellation);
        return [.. requests.Select(request =>
        {
            var facts = material.FactsOf(subscriber, request, processing.Contains(request.SenderId), at);
            return new ExplainedDecision(
                Decision.Evaluate(facts, at),
                at,
                facts,
                material.CellOf(subscriber, request),
                material.Suppressions(subscriber, request, facts.GivenAt).MaxBy(x => x.Since));
        })];
    }

    /// <summary>Decisions on up to <see cref="MaxNumbers"/> numbers, in their order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More numbers than that.</exception>
    public async Task<IReadOnlyList<DecisionReasons>> DecideAsync(IReadOnlyList<E164Number> numbers, DecisionRequest request, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numbers.Count, MaxNumbers);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        var generation = await db.LedgerHead.Select(h => h.IndexGeneration).SingleAsync(cancellation);
        var needsProcessing = (await NeedsProcessingAsync(db, cancellation)).Contains(request.SenderId);
        var now = clock.UtcMilliseconds();
        var at = request.At ?? now;
        var indexes = numbers.Select(number => vault.BlindIndex(number.Value, generation)).ToList();
        var reasons = new Dictionary<string, DecisionReasons>(indexes.Count);
        foreach (var some in indexes.Chunk(Chunk))
        {
            var found = db.Subscribers.Where(s => some.Contains(s.BlindIndex));
            var rows = at < now ? DecisionSets.ExplainAsOf(db, found, request, needsProcessing, at) : DecisionSets.Explain(db, found, request, needsProcessing, at);
            var answers = from row in rows join s in db.Subscribers on row.SubscriberId equals s.Id select new { s.BlindIndex, row.Reasons };
            foreach (var answer in await answers.ToListAsync(cancellation))
            {
                reasons[Convert.ToHexString(answer.BlindIndex!)] = (DecisionReasons)answer.Reasons;
            }
        }

        return [.. indexes.Select(index => reasons.GetValueOrDefault(Convert.ToHexString(index), DecisionReasons.UnknownNumber))];
    }

    private static async Task<HashSet<long>> NeedsProcessingAsync(DashboardDbContext db, CancellationToken cancellation) =>
        [.. await db.Senders.Where(s => s.NeedsProcessingConsent).Select(s => s.Id).ToListAsync(cancellation)];
}
