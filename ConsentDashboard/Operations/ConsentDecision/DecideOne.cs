using System.Linq.Expressions;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Reading;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentDecision;

/// <summary>
/// The decision on one number, now, in one statement that is prepared once: a campaign that asks before each message asks
/// thousands of times a second. A test holds it to <see cref="ConsentDecisions"/>.
/// </summary>
public sealed class DecideOne(OpenContexts contexts, NumberVault vault, TimeProvider clock)
{
    internal static readonly Expression<Func<DashboardDbContext, byte[], long, Channel, MessageType, ConsentCells, DateTime, IQueryable<OneFacts>>> Question =
        (db, index, sender, channel, type, cell, now) =>
            from h in db.LedgerHead
            from n in db.Senders.Where(n => n.Id == sender)
            from s in db.Subscribers.Where(s => s.BlindIndex == index).DefaultIfEmpty()
            from c in db.Consents.Where(c => c.SubscriberId == s.Id && c.SenderId == sender && c.Kind == ConsentKind.Contact && c.Channel == channel && c.MessageType == type).DefaultIfEmpty()
            select new OneFacts
            {
                IndexGeneration = h.IndexGeneration,
                NeedsProcessing = n.NeedsProcessingConsent,
                SubscriberId = (long?)s.Id,
                ErasedAt = s.ErasedAt,
                State = (ConsentState?)c.State ?? ConsentState.None,
                GivenAt = (DateTime?)c.GivenAt ?? Times.NotYet,
                ExpiresAt = (DateTime?)c.ExpiresAt ?? Times.Never,
                HasProcessing = n.NeedsProcessingConsent && db.Consents.Any(p => p.SubscriberId == s.Id && p.SenderId == sender && p.Kind == ConsentKind.Processing
                    && p.Channel == channel && p.MessageType == type && p.State == ConsentState.Given && p.ExpiresAt > now),
                Suppressed = db.Suppressions.Any(x => x.BlindIndex == index && (x.SenderId == null || x.SenderId == sender)
                    && x.Kind == ConsentKind.Contact && (x.Cells & cell) != ConsentCells.None && x.RecordedAt <= now && x.EndedAt > now
                    && (x.Absolute || x.Since >= ((DateTime?)c.GivenAt ?? Times.NotYet))),
                Held = db.Holds.Any(i => i.SubscriberId == s.Id && i.From <= now && i.To > now),
                Paused = db.Pauses.Any(i => i.SubscriberId == s.Id && i.From <= now && i.To > now),
                Restricted = db.Restrictions.Any(i => i.SubscriberId == s.Id && i.From <= now && i.To > now),
                Reassigned = db.Reachability.Any(r => r.SubscriberId == s.Id && r.Status == ReachabilityStatus.Reassigned && r.From <= now && r.To > now),
            };

    private static readonly Func<DashboardDbContext, byte[], long, Channel, MessageType, ConsentCells, DateTime, IAsyncEnumerable<OneFacts>> Ask = EF.CompileAsyncQuery(Question);

    // How many index keys were in force at the last look; the statement says whether they still are.
    private volatile int _generation = 1;

    /// <param name="number">Whose.</param>
    /// <param name="request">The question; <see cref="DecisionRequest.At"/> is not read.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<DecisionReasons> ExecuteAsync(E164Number number, DecisionRequest request, CancellationToken cancellation = default)
    {
        var cell = Cells.Of(request.Channel, request.MessageType);
        var now = clock.UtcMilliseconds();
        while (true)
        {
            var generation = _generation;
            var index = vault.BlindIndex(number.Value, generation);
            var facts = await contexts.ReadAsync(
                db => Ask(db, index, request.SenderId, request.Channel, request.MessageType, cell, now).FirstAsync(cancellation).AsTask(), cancellation);
            if (facts.IndexGeneration == generation)
            {
                return facts.SubscriberId is null ? DecisionReasons.UnknownNumber : Decision.Evaluate(facts.ToFacts(now), now);
            }

            _generation = facts.IndexGeneration;
        }
    }

    internal sealed class OneFacts
    {
        public int IndexGeneration { get; init; }

        public bool NeedsProcessing { get; init; }

        public long? SubscriberId { get; init; }

        public DateTime? ErasedAt { get; init; }

        public ConsentState State { get; init; }

        public DateTime GivenAt { get; init; }

        public DateTime ExpiresAt { get; init; }

        public bool HasProcessing { get; init; }

        public bool Suppressed { get; init; }

        public bool Held { get; init; }

        public bool Paused { get; init; }

        public bool Restricted { get; init; }

        public bool Reassigned { get; init; }

        public DecisionFacts ToFacts(DateTime at) =>
            new(State, GivenAt, ExpiresAt, NeedsProcessing, HasProcessing, Suppressed, Held, Paused, Restricted, ErasedAt <= at, Reassigned);
    }
}
