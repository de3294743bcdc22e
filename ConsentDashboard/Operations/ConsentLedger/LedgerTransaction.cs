using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>
/// One group inside one transaction. The head row is taken before anything is read: whoever has it is alone until the
/// commit, on either database.
/// </summary>
internal sealed class LedgerTransaction(
    DashboardDbContext db,
    PublishedNotices notices,
    BatchSigner signer,
    KeyStore keys,
    NumberVault vault,
    TimeProvider clock)
{
    private BatchContent _content = new();
    private LedgerHead _head = new();
    private SubscriberStates _states = null!;
    private WebhookNotices _webhooks = null!;
    private CleaningRules _cleaning = null!;
    private bool _rehearsing;

    public WrittenBatch? Written { get; private set; }

    public int IndexGeneration => _head.IndexGeneration;

    /// <summary>How long the work took, without the wait for the disk at its end.</summary>
    public TimeSpan Worked { get; private set; }

    public async Task<WrittenBatch?> RunAsync(IReadOnlyList<PendingWrite> group, bool numbersAreNew, Func<DashboardDbContext, Task>? mark)
    {
        Reset();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await LedgerHeads.TakeAsync(db);
        var began = clock.GetTimestamp();
        _head = await db.LedgerHead.AsNoTracking().SingleAsync();
        if (_head.Mode == LedgerMode.Maintenance)
        {
            foreach (var write in group)
            {
                write.Outcome = LedgerErrors.Maintenance;
            }

            return null;
        }

        await LoadAsync(group, numbersAreNew);
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

        if (_content.IsEmpty)
        {
            return null;
        }

        var batch = _content.Close(_head, now);
        signer.Sign(batch);
        (_head.Seq, _head.Hash) = (batch.Seq, batch.Hash);
        await _content.WriteAsync(db, batch, _states);
        await MoveHeadAsync(batch);
        await (mark?.Invoke(db) ?? Task.CompletedTask);
        Worked = clock.GetElapsedTime(began);
        await transaction.CommitAsync();
        return Written = new(batch, _content.Stops, _content.Events.Select(act => act.SubscriberId).ToHashSet(), _head.IndexGeneration, _content.Outbox.Count > 0);
    }

    /// <summary>What an act would come to now, by the same rules; reads only, so another act may come between.</summary>
    /// <param name="group">About a person each: one does not see what another would come to.</param>
    public async Task RehearseAsync(IReadOnlyList<PendingWrite> group)
    {
        Reset();
        _rehearsing = true;
        _head = await db.LedgerHead.AsNoTracking().SingleAsync();
        await LoadAsync(group, numbersAreNew: false);
        foreach (var write in group)
        {
            write.Outcome = _head.Mode == LedgerMode.Maintenance ? LedgerErrors.Maintenance : await RecordAsync(write, clock.UtcMilliseconds());
        }
    }

    /// <summary>After a lost connection: whether the commit went through all the same.</summary>
    public async Task<bool> IsWrittenAsync() =>
        Written is { } written && await db.LedgerBatches.AsNoTracking().AnyAsync(b => b.Seq == written.Batch.Seq && b.Hash == written.Batch.Hash);

    // The execution strategy runs this again after a lost connection: nothing of the attempt before may remain.
    private void Reset()
    {
        db.ChangeTracker.Clear();
        _content = new();
        _webhooks = new(db, new(keys, vault));
        Written = null;
    }

    private async Task LoadAsync(IReadOnlyList<PendingWrite> group, bool numbersAreNew)
    {
        RefreshIndexes(group);
        _states = await SubscriberStates.LoadAsync(db, vault, _head, group, numbersAreNew);
        _cleaning = await CleaningRules.OfAsync(db, group);
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

        if (act.OnlyIfUnconfirmed && !ActRules.IsUnconfirmed(state, await WholeChainAsync(state)))
        {
            return LedgerErrors.NoRequest;
        }

        if (_cleaning.Refusal(act, state, now) is { } standing)
        {
            return standing;
        }

        var notice = act.NoticeVersionId is { } id ? await notices.FindAsync(db, id, default) : null;
        var consentEvent = ActRules.NewEvent(write, state.Row.Id, notice, act.ReceivedAt ?? now);
        var missing = EvidenceRules.Missing(consentEvent, act.Evidence);
        if (ActRules.Refusal(act, notice, missing) is { } refusal)
        {
            return refusal;
        }

        if (act.AnswersPending && !state.Pending.Exists(request => request.EventKey == act.RefersTo && (request.ExpiresAt > now || act.Type == ConsentEventType.Lapsed)))
        {
            return LedgerErrors.NoRequest;
        }

        if (act.Type == ConsentEventType.Annulled)
        {
            var chain = await WholeChainAsync(state);
            if (!ActRules.MayAnnul(consentEvent, chain))
            {
                return LedgerErrors.CannotAnnul;
            }

            state.ReplaceFold(chain);
        }

        if (act.Undoes is { } undone)
        {
            consentEvent.Cells &= UndoRules.Untouched(state, act, _states.KnownEvent(undone)?.Value?.EventId ?? await EventIdAsync(undone));
            if (consentEvent.Cells == ConsentCells.None)
            {
                return LedgerErrors.NewerWithdrawal;
            }
        }

        var isNew = !act.SendsOnlyIfNew || StandingStops.AddsTo(state, act);
        var refused = state.Fold.Decide(consentEvent, (sender, cell) => state.SuppressedSince(act.Kind, sender, cell));
        var isImport = ImportRules.Concern(act);
        var import = isImport ? ImportRules.Judge(state, act, consentEvent, refused) : default;
        if (!isImport && refused != ConsentCells.None && refused == act.Cells)
        {
            return LedgerErrors.NewerWithdrawal;
        }

        if (_rehearsing || (isImport && !import.Writes))
        {
            return new RecordedAct(0, state.Row.Id, state.IsNew ? default : state.Row.PublicId, 0, now, refused, false) { Import = import };
        }

        // Somebody who only ever said stop leaves her keyed hash and not her number.
        if (act.Number is { } number && state.Row.NumberSalt is null && act.Type != ConsentEventType.Withdrawn)
        {
            consentEvent.NumberCommitment = _states.StoreNumber(state, number);
        }

        Append(consentEvent, state, write);
        var withdrawn = WithdrawnAgreements.By(consentEvent, state.Fold.Cells);
        await new EventEffects(db, keys, _head, _content, WholeChainAsync).ApplyAsync(consentEvent, state, isNew ? act : act with { Outbox = [] });
        _content.Outbox.AddRange(await _webhooks.OfAsync(consentEvent, state, act.Number?.Value));
        _content.Counters.Event(consentEvent, act.ArrivedAt ?? write.ReceivedAt, missing.Count == 0, withdrawn);
        return new RecordedAct(consentEvent.Id, state.Row.Id, state.Row.PublicId, consentEvent.Seq, consentEvent.RecordedAt, refused, false) { Import = import };
    }

    private async Task<long> EventIdAsync(Guid key) => await db.ConsentEvents.Where(e => e.EventKey == key).Select(e => e.Id).FirstOrDefaultAsync();

    private async Task<List<ConsentEvent>> WholeChainAsync(SubscriberState state)
    {
        var stored = await db.ConsentEvents.AsNoTracking().Where(e => e.SubscriberId == state.Row.Id).OrderBy(e => e.Seq).ToListAsync();
        return [.. stored, .. _content.Events.Where(e => e.SubscriberId == state.Row.Id)];
    }

    private void Append(ConsentEvent act, SubscriberState state, PendingWrite write)
    {
        act.Id = ++_head.LastEventId;
        act.SubscriberId = state.Row.Id;
        act.Seq = state.Row.HeadSeq + 1;
        act.PrevHash = state.Row.HeadHash;
        act.BatchSeq = _head.Seq + 1;
        act.BatchIndex = _content.Events.Count;
        act.Hash = CanonicalForm.HashOf(act, state.Row.PublicId);
        (state.Row.HeadSeq, state.Row.HeadHash) = (act.Seq, act.Hash);
        state.Row.Version++;
        _content.Events.Add(act);
        _states.Remember(act, state);
        if (write.Evidence is { } proof)
        {
            _content.Evidence.Add(new() { EventId = act.Id, Salt = proof.Salt, Cipher = proof.Cipher });
        }
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
            BatchIndex = _content.Audit.Count,
        };
        entry.Hash = CanonicalForm.HashOf(entry);
        _head.AuditHash = entry.Hash;
        _content.Audit.Add(entry);
    }

    private Task MoveHeadAsync(LedgerBatch batch) => db.LedgerHead
        .Where(h => h.Id == LedgerHead.OnlyId && h.Seq == batch.Seq - 1)
        .ExecuteUpdateAsync(set => set
            .SetProperty(h => h.Seq, batch.Seq)
            .SetProperty(h => h.Hash, batch.Hash)
            .SetProperty(h => h.LastSubscriberId, _head.LastSubscriberId)
            .SetProperty(h => h.LastEventId, _head.LastEventId)
            .SetProperty(h => h.LastSuppressionId, _head.LastSuppressionId)
            .SetProperty(h => h.LastAuditId, _head.LastAuditId)
            .SetProperty(h => h.AuditHash, _head.AuditHash));
}
