using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>What one batch will hold, and how it is written.</summary>
internal sealed class BatchContent
{
    public List<ConsentEvent> Events { get; } = [];

    public List<Evidence> Evidence { get; } = [];

    public List<Suppression> Suppressions { get; } = [];

    public List<Suppression> EndedSuppressions { get; } = [];

    public List<PendingRequest> Pending { get; } = [];

    public List<long> EndedPending { get; } = [];

    public List<OutboxMessage> Outbox { get; } = [];

    public List<InboundMessage> Inbound { get; } = [];

    public List<WithdrawalOrigin> Origins { get; } = [];

    public List<AuditEntry> Audit { get; } = [];

    public List<JournalStop> Stops { get; } = [];

    public ErasedCopies Erased { get; } = new();

    public CounterChanges Counters { get; } = new();

    public bool IsEmpty => Events.Count == 0 && Audit.Count == 0;

    /// <summary>The batch over all of it, not yet signed.</summary>
    public LedgerBatch Close(LedgerHead head, DateTime now) => new()
    {
        Seq = head.Seq + 1,
        PrevHash = head.Hash,
        Root = MerkleTree.Root([.. Events.Select(act => act.Hash)]),
        FirstEventId = head.LastEventId - Events.Count + 1,
        EventCount = Events.Count,
        AuditRoot = MerkleTree.Root([.. Audit.Select(entry => entry.Hash)]),
        FirstAuditId = head.LastAuditId - Audit.Count + 1,
        AuditCount = Audit.Count,
        At = now,
    };

    public async Task WriteAsync(DashboardDbContext db, LedgerBatch batch, SubscriberStates states)
    {
        foreach (var state in states.Touched)
        {
            Counters.Person(state.Before, state.Counts());
        }

        await Erased.ClearAsync(db);
        using var subscribers = new TableWriter<Subscriber>(db);
        using var consents = new TableWriter<Consent>(db);
        using var events = new TableWriter<ConsentEvent>(db);
        using var proofs = new TableWriter<Domain.Consents.Evidence>(db);
        using var suppressions = new TableWriter<Suppression>(db);
        using var audit = new TableWriter<AuditEntry>(db);
        using var outbox = new TableWriter<OutboxMessage>(db);
        using var batches = new TableWriter<LedgerBatch>(db);
        using var counters = new TableWriter<CounterDelta>(db);
        var touched = states.Touched.ToList();

        // First the old rows: an erasure of this group frees the number that a stop of this group begins anew with.
        await subscribers.UpdateAsync([.. touched.Where(state => !state.IsNew).Select(state => state.Row)]);
        await subscribers.InsertAsync([.. touched.Where(state => state.IsNew).Select(state => state.Row)]);
        await events.InsertAsync(Events);
        await proofs.InsertAsync(Evidence);
        await consents.InsertAsync([.. touched.SelectMany(state => state.NewCells)]);
        await consents.UpdateAsync([.. touched.SelectMany(state => state.ChangedCells)]);
        await suppressions.InsertAsync(Suppressions);
        await suppressions.UpdateAsync(EndedSuppressions);
        await audit.InsertAsync(Audit);
        await outbox.InsertAsync(Outbox);
        await batches.InsertAsync([batch]);
        await counters.InsertAsync(Counters.For(batch.Seq));
        if (EndedPending.Count > 0)
        {
            await db.PendingRequests.Where(request => EndedPending.Contains(request.Id)).ExecuteDeleteAsync();
        }

        db.AddRange(Pending);
        db.AddRange(Inbound);
        db.AddRange(Origins);
        await db.SaveChangesAsync();
    }
}
