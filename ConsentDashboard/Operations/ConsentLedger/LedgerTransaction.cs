using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>
/// One group inside one transaction. The head row is read and claimed by a conditional update before anything else is
/// read: whoever claims it is alone until the commit, on either database.
/// </summary>
internal sealed class LedgerTransaction(
    DashboardDbContext db,
    PublishedNotices notices,
    BatchSigner signer,
    KeyStore keys,
    NumberVault vault,
    TimeProvider clock)
{
    private readonly List<ConsentEvent> _events = [];
    private readonly List<Evidence> _evidence = [];
    private readonly List<Suppression> _suppressions = [];
    private readonly List<Suppression> _endedSuppressions = [];
    private readonly List<AuditEntry> _audit = [];
    private readonly List<JournalStop> _stops = [];
    private CounterChanges _counters = new();
    private LedgerHead _head = new();
    private SubscriberStates _states = null!;

    public WrittenBatch? Written { get; private set; }

    public int IndexGeneration => _head.IndexGeneration;

    public async Task<WrittenBatch?> RunAsync(IReadOnlyList<PendingWrite> group, bool numbersAreNew)
    {
        Reset();
        await using var transaction = await db.Database.BeginTransactionAsync();
        _head = await db.LedgerHead.AsNoTracking().SingleAsync();
        if (_head.Mode == LedgerMode.Maintenance)
        {
            foreach (var write in group)
            {
                write.Outcome = LedgerErrors.Maintenance;
            }

            return null;
        }

        await ClaimHeadAsync();
        RefreshIndexes(group);
        _states = await SubscriberStates.LoadAsync(db, vault, _head, group, numbersAreNew);
        var now = clock.UtcMilliseconds();
        foreach (var write in group)
        {
            write.Outcome = write.Act is null ? default : await RecordAsync(write, now);
            // An act that was known already was audited when it was recorded.
            if (write.Audit is { } draft && write.Outcome is { Failed: false, Value: not { WasKnown: true } })
            {
                Record(draft, write.Outcome.Value, now);
            }
        }

        if (_events.Count == 0 && _audit.Count == 0)
        {
            return null;
        }

        var batch = CloseBatch(now);
        await WriteAsync(batch);
        await MoveHeadAsync(batch);
        await transaction.CommitAsync();
        return Written = new(batch, _stops, _events.Select(act => act.SubscriberId).ToHashSet(), _head.IndexGeneration);
    }

    /// <summary>After a lost connection: whether the commit went through all the same.</summary>
    public async Task<bool> IsWrittenAsync() =>
        Written is { } written && await db.LedgerBatches.AsNoTracking().AnyAsync(b => b.Seq == written.Batch.Seq && b.Hash == written.Batch.Hash);

    private void Reset()
    {
        _events.Clear();
        _evidence.Clear();
        _suppressions.Clear();
        _endedSuppressions.Clear();
        _audit.Clear();
        _stops.Clear();
        _counters = new();
        Written = null;
    }

    // A rotation may have wrapped the index since the number was hashed.
    private void RefreshIndexes(IReadOnlyList<PendingWrite> group)
    {
        foreach (var write in group.Where(write => write.BlindIndex is not null && write.IndexGeneration != _head.IndexGeneration))
        {
            write.BlindIndex = vault.BlindIndex(write.Act!.Number!.Value.Value, _head.IndexGeneration);
            write.IndexGeneration = _head.IndexGeneration;
        }
    }

    private async ValueTask<Result<RecordedAct>> RecordAsync(PendingWrite write, DateTime now)
    {
        var act = write.Act!;
        if (_states.KnownEvent(act.EventKey) is { } known)
        {
            return known;
        }

        var state = _states.Find(write, out var error);
        if (state is null)
        {
            return error!;
        }

        var notice = act.NoticeVersionId is { } id ? await notices.FindAsync(db, id, default) : null;
        var consentEvent = NewEvent(write, state, notice, act.ReceivedAt ?? now);
        var missing = EvidenceRules.Missing(consentEvent, act.Evidence);
        if (Refusal(act, notice, missing) is { } refusal)
        {
            return refusal;
        }

        if (act.Type == ConsentEventType.Annulled)
        {
            var chain = await WholeChainAsync(state);
            if (!MayAnnul(consentEvent, chain))
            {
                return LedgerErrors.CannotAnnul;
            }

            state.ReplaceFold(chain);
        }

        var refused = state.Fold.Decide(consentEvent, (sender, cell) => state.SuppressedSince(act.Kind, sender, cell));
        if (refused != ConsentCells.None && refused == act.Cells)
        {
            return LedgerErrors.NewerWithdrawal;
        }

        // Somebody who only ever said stop leaves her keyed hash and not her number.
        if (act.Number is { } number && state.Row.NumberSalt is null && act.Type != ConsentEventType.Withdrawn)
        {
            consentEvent.NumberCommitment = _states.StoreNumber(state, number);
        }

        Append(consentEvent, state, write);
        await ProjectAsync(consentEvent, state, act);
        _counters.Event(consentEvent, write.ReceivedAt, missing.Count == 0);
        return new RecordedAct(consentEvent.Id, state.Row.Id, state.Row.PublicId, consentEvent.Seq, consentEvent.RecordedAt, refused, false);
    }

    private static Error? Refusal(ConsentAct act, PublishedNotice? notice, IReadOnlyList<string> missing) => act switch
    {
        { Type: ConsentEventType.Given or ConsentEventType.Confirmed or ConsentEventType.Requested, Cells: ConsentCells.None } => LedgerErrors.NoCells,
        { Type: ConsentEventType.Withdrawn, Cells: ConsentCells.None } => LedgerErrors.NoCells,
        { NoticeVersionId: not null } when notice is null => LedgerErrors.UnpublishedNotice,
        { Type: ConsentEventType.Given or ConsentEventType.Confirmed } when missing.Count > 0 => LedgerErrors.EvidenceMissing(missing[0]),
        _ => null,
    };

    private ConsentEvent NewEvent(PendingWrite write, SubscriberState state, PublishedNotice? notice, DateTime recordedAt)
    {
        var act = write.Act!;
        var occurred = Times.Truncate(act.OccurredAt < write.ReceivedAt ? act.OccurredAt : write.ReceivedAt);
        return new()
        {
            SubscriberId = state.Row.Id,
            EventKey = act.EventKey,
            Type = act.Type,
            SenderId = act.SenderId,
            Kind = act.Kind,
            Cells = act.Cells,
            Assurance = act.Assurance,
            Source = act.Source,
            Method = act.Method,
            OccurredAt = occurred,
            RecordedAt = recordedAt,
            ExpiresAt = act.Type is ConsentEventType.Given or ConsentEventType.Confirmed && notice is { LifespanMonths: > 0 } ? occurred.AddMonths(notice.LifespanMonths) : Times.Never,
            Actor = act.Actor.Key,
            NoticeVersionId = act.NoticeVersionId,
            Language = act.NoticeVersionId is null ? null : act.Language,
            NoticeContentHash = notice?.ContentHash,
            CollectionPointId = act.CollectionPointId,
            ImportBatchId = act.ImportBatchId,
            RefersTo = act.RefersTo,
            RuleSetVersion = ConsentTransitions.RuleSetVersion,
            IsTest = act.IsTest,
            SchemaVersion = 1,
            EvidenceDigest = write.Evidence?.Digest,
        };
    }

    private async Task<List<ConsentEvent>> WholeChainAsync(SubscriberState state)
    {
        var stored = await db.ConsentEvents.AsNoTracking().Where(e => e.SubscriberId == state.Row.Id).OrderBy(e => e.Seq).ToListAsync();
        return [.. stored, .. _events.Where(e => e.SubscriberId == state.Row.Id)];
    }

    private static bool MayAnnul(ConsentEvent act, List<ConsentEvent> chain) => chain.Exists(withdrawal =>
        withdrawal is { Type: ConsentEventType.Withdrawn, Assurance: Assurance.Asserted }
        && withdrawal.EventKey == act.RefersTo
        && withdrawal.Kind == act.Kind
        && act.SenderId is not null
        && (withdrawal.SenderId ?? act.SenderId) == act.SenderId
        && act.RecordedAt <= withdrawal.RecordedAt.AddDays(ConsentTransitions.AnnulmentDays));

    private void Append(ConsentEvent act, SubscriberState state, PendingWrite write)
    {
        act.Id = ++_head.LastEventId;
        act.SubscriberId = state.Row.Id;
        act.Seq = state.Row.HeadSeq + 1;
        act.PrevHash = state.Row.HeadHash;
        act.BatchSeq = _head.Seq + 1;
        act.BatchIndex = _events.Count;
        act.Hash = CanonicalForm.HashOf(act, state.Row.PublicId);
        (state.Row.HeadSeq, state.Row.HeadHash) = (act.Seq, act.Hash);
        state.Row.Version++;
        _events.Add(act);
        _states.Remember(act, state);
        if (write.Evidence is { } proof)
        {
            _evidence.Add(new() { EventId = act.Id, Salt = proof.Salt, Cipher = proof.Cipher });
        }
    }

    private async Task ProjectAsync(ConsentEvent act, SubscriberState state, ConsentAct source)
    {
        state.Apply(act);
        switch (act.Type)
        {
            case ConsentEventType.Withdrawn when !act.IsTest && state.Row.BlindIndex is { } index:
                Suppress(act, state, index);
                break;
            case ConsentEventType.Annulled or ConsentEventType.SuppressionEnded when act.RefersTo is { } target:
                await EndSuppressionsAsync(act, state, target);
                break;
            case ConsentEventType.HoldPlaced:
                db.Holds.Add(Interval<Hold>(act, source));
                state.Row.IsHeld = true;
                break;
            case ConsentEventType.ContactPaused:
                db.Pauses.Add(Interval<Pause>(act, source));
                break;
            case ConsentEventType.Restricted:
                db.Restrictions.Add(Interval<Restriction>(act, source));
                state.Row.RestrictedAt = act.RecordedAt;
                state.Row.Standing = Standing.Restricted;
                break;
            case ConsentEventType.HoldReleased:
                await EndIntervalsAsync(db.Holds, act);
                state.Row.IsHeld = false;
                break;
            case ConsentEventType.ContactResumed:
                await EndIntervalsAsync(db.Pauses, act);
                break;
        }
    }

    private void Suppress(ConsentEvent act, SubscriberState state, byte[] blindIndex)
    {
        var suppression = new Suppression
        {
            Id = ++_head.LastSuppressionId,
            BlindIndex = blindIndex,
            SenderId = act.SenderId,
            Kind = act.Kind,
            Cells = act.Cells,
            Reason = SuppressionReason.Withdrawn,
            Since = act.OccurredAt,
            RecordedAt = act.RecordedAt,
            EventId = act.Id,
        };
        suppression.Seal = SuppressionSeal.Compute(keys.Current, suppression);
        state.Suppressions.Add(suppression);
        _suppressions.Add(suppression);
        _stops.Add(new(JournalStopKind.Withdrawal, blindIndex, act.SenderId, act.Kind, act.Cells, act.OccurredAt));
    }

    private async Task EndSuppressionsAsync(ConsentEvent act, SubscriberState state, Guid target)
    {
        var eventId = _events.FirstOrDefault(e => e.EventKey == target)?.Id
            ?? await db.ConsentEvents.Where(e => e.EventKey == target).Select(e => e.Id).FirstOrDefaultAsync();
        foreach (var suppression in state.Suppressions.Where(s => s.EventId == eventId && s.EndedAt == Times.Never))
        {
            (suppression.EndedAt, suppression.EndedEventId) = (act.RecordedAt, act.Id);
            suppression.Seal = SuppressionSeal.Compute(keys.Current, suppression);
            if (!_suppressions.Contains(suppression))
            {
                _endedSuppressions.Add(suppression);
            }
        }
    }

    private static T Interval<T>(ConsentEvent act, ConsentAct source)
        where T : SubscriberInterval, new() =>
        new() { SubscriberId = act.SubscriberId, From = act.RecordedAt, Reason = source.IntervalReason ?? "", SetBy = act.Actor };

    private async Task EndIntervalsAsync<T>(DbSet<T> set, ConsentEvent act)
        where T : SubscriberInterval
    {
        // Set by this very group, it is not in the table yet, and its subscriber need not be either.
        foreach (var open in set.Local.Where(i => i.SubscriberId == act.SubscriberId && i.To == Times.Never))
        {
            (open.To, open.EndedBy) = (act.RecordedAt, act.Actor);
        }

        await set.Where(i => i.SubscriberId == act.SubscriberId && i.To == Times.Never)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.To, act.RecordedAt).SetProperty(i => i.EndedBy, act.Actor));
    }

    private void Record(AuditDraft draft, RecordedAct? recorded, DateTime now)
    {
        var entry = new AuditEntry
        {
            Id = ++_head.LastAuditId,
            At = now,
            Actor = draft.Actor.Key,
            ActorName = draft.Actor.Name,
            Action = draft.Action,
            SubscriberId = draft.SubscriberId ?? recorded?.SubscriberId,
            Subject = draft.Subject,
            Reason = draft.Reason is { Length: > 1000 } reason ? reason[..1000] : draft.Reason,
            Details = draft.Details,
            PrevHash = _head.AuditHash,
            BatchSeq = _head.Seq + 1,
            BatchIndex = _audit.Count,
        };
        entry.Hash = CanonicalForm.HashOf(entry);
        _head.AuditHash = entry.Hash;
        _audit.Add(entry);
    }

    private LedgerBatch CloseBatch(DateTime now)
    {
        var batch = new LedgerBatch
        {
            Seq = _head.Seq + 1,
            PrevHash = _head.Hash,
            Root = MerkleTree.Root([.. _events.Select(act => act.Hash)]),
            FirstEventId = _head.LastEventId - _events.Count + 1,
            EventCount = _events.Count,
            AuditRoot = MerkleTree.Root([.. _audit.Select(entry => entry.Hash)]),
            FirstAuditId = _head.LastAuditId - _audit.Count + 1,
            AuditCount = _audit.Count,
            At = now,
        };
        signer.Sign(batch);
        (_head.Seq, _head.Hash) = (batch.Seq, batch.Hash);
        return batch;
    }

    private async Task WriteAsync(LedgerBatch batch)
    {
        foreach (var state in _states.Touched)
        {
            _counters.Standing(state.StandingBefore, state.Row.Standing, state.IsNew);
        }

        using var subscribers = new TableWriter<Subscriber>(db);
        using var consents = new TableWriter<Consent>(db);
        using var events = new TableWriter<ConsentEvent>(db);
        using var proofs = new TableWriter<Evidence>(db);
        using var suppressions = new TableWriter<Suppression>(db);
        using var audit = new TableWriter<AuditEntry>(db);
        using var batches = new TableWriter<LedgerBatch>(db);
        using var counters = new TableWriter<CounterDelta>(db);
        var touched = _states.Touched.ToList();
        await subscribers.InsertAsync([.. touched.Where(state => state.IsNew).Select(state => state.Row)]);
        await subscribers.UpdateAsync([.. touched.Where(state => !state.IsNew).Select(state => state.Row)]);
        await events.InsertAsync(_events);
        await proofs.InsertAsync(_evidence);
        await consents.InsertAsync([.. touched.SelectMany(state => state.NewCells)]);
        await consents.UpdateAsync([.. touched.SelectMany(state => state.ChangedCells)]);
        await suppressions.InsertAsync(_suppressions);
        await suppressions.UpdateAsync(_endedSuppressions);
        await audit.InsertAsync(_audit);
        await batches.InsertAsync([batch]);
        await counters.InsertAsync(_counters.For(batch.Seq));
        await db.SaveChangesAsync();
    }

    // On SQLite the transaction has the write lock already; on SQL Server this update takes the row, and whoever read the
    // same head finds it moved.
    private async Task ClaimHeadAsync()
    {
        var claimed = await db.LedgerHead
            .Where(h => h.Id == LedgerHead.OnlyId && h.Seq == _head.Seq && h.Mode == LedgerMode.Open)
            .ExecuteUpdateAsync(set => set.SetProperty(h => h.Seq, _head.Seq + 1));
        if (claimed != 1)
        {
            throw new LostRaceException();
        }
    }

    private async Task MoveHeadAsync(LedgerBatch batch) => await db.LedgerHead
        .Where(h => h.Id == LedgerHead.OnlyId && h.Seq == batch.Seq)
        .ExecuteUpdateAsync(set => set
            .SetProperty(h => h.Hash, batch.Hash)
            .SetProperty(h => h.LastSubscriberId, _head.LastSubscriberId)
            .SetProperty(h => h.LastEventId, _head.LastEventId)
            .SetProperty(h => h.LastSuppressionId, _head.LastSuppressionId)
            .SetProperty(h => h.LastAuditId, _head.LastAuditId)
            .SetProperty(h => h.AuditHash, _head.AuditHash));
}
