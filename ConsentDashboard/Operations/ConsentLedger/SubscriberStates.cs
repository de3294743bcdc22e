using ConsentDashboard.Data;
using ConsentDashboard.Data.Reading;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>The subscribers that a group is about, read once for all of it.</summary>
internal sealed class SubscriberStates
{
    internal const int FewRequests = 500;

    private readonly NumberVault _vault;
    private readonly LedgerHead _head;
    private readonly Dictionary<long, SubscriberState> _byId = [];
    private readonly Dictionary<byte[], SubscriberState> _byNumber = new(BlindIndexes.Comparer);
    private readonly Dictionary<Guid, Result<RecordedAct>> _known = [];

    // What stands against numbers that have no subscriber any more; the ratchet reaches them all the same.
    private readonly Dictionary<byte[], List<Suppression>> _orphans = new(BlindIndexes.Comparer);

    private SubscriberStates(NumberVault vault, LedgerHead head) => (_vault, _head) = (vault, head);

    public IEnumerable<SubscriberState> Touched => _byId.Values.Where(state => state.Touched);

    public static async Task<SubscriberStates> LoadAsync(DashboardDbContext db, NumberVault vault, LedgerHead head, IReadOnlyList<PendingWrite> group, bool numbersAreNew)
    {
        var states = new SubscriberStates(vault, head);
        var acts = group.Where(write => write.Act is not null).ToList();
        if (acts.Count == 0 || numbersAreNew)
        {
            return states;
        }

        await db.Database.OpenConnectionAsync();
        var ids = acts.Select(write => write.Act!.SubscriberId).OfType<long>().ToHashSet();
        var indexes = acts.Select(write => write.BlindIndex).OfType<byte[]>().ToHashSet(BlindIndexes.Comparer);
        List<Subscriber> rows = [.. await RowsByKey<Subscriber>.Of(db, nameof(Subscriber.Id)).ReadAsync(db, ids), .. await RowsByKey<Subscriber>.Of(db, nameof(Subscriber.BlindIndex)).ReadAsync(db, indexes)];
        await states.AddAsync(db, [.. rows.DistinctBy(row => row.Id)], indexes, acts);
        await states.LoadKnownAsync(db, acts);
        return states;
    }

    public Result<RecordedAct>? KnownEvent(Guid key) => _known.TryGetValue(key, out var known) ? known : default(Result<RecordedAct>?);

    /// <summary>The subscriber of an act; an unknown number makes one, which is written only if an event of hers is.</summary>
    public SubscriberState? Find(PendingWrite write, out Error? error)
    {
        var act = write.Act!;
        error = null;
        var state = act.SubscriberId is { } id
            ? _byId.GetValueOrDefault(id)
            : ByNumber(write) ?? New(write);
        if (state is null)
        {
            error = LedgerErrors.UnknownSubscriber;
        }
        else if (state.Row.ErasedAt is not null)
        {
            (state, error) = (null, LedgerErrors.Erased);
        }

        return state;
    }

    // Erased by this very group, the row has no number any more that could be suppressed: whoever says stop now begins anew.
    private SubscriberState? ByNumber(PendingWrite write) =>
        _byNumber.GetValueOrDefault(write.BlindIndex ?? []) is { Row.ErasedAt: null } state ? state : null;

    /// <summary>Stores a number that was so far only suppressed, or is new.</summary>
    /// <returns>What the event commits to.</returns>
    public byte[] StoreNumber(SubscriberState state, E164Number number)
    {
        var stored = _vault.Protect(number.Value, state.Row.PublicId, _head.IndexGeneration);
        (state.Row.Cipher, state.Row.BlindIndex, state.Row.LastFourIndex, state.Row.NumberSalt) = (stored.Cipher, stored.BlindIndex, stored.LastFourIndex, stored.Salt);
        return stored.Commitment;
    }

    public void Remember(ConsentEvent act, SubscriberState state) =>
        _known[act.EventKey] = new RecordedAct(act.Id, state.Row.Id, state.Row.PublicId, act.Seq, act.RecordedAt, ConsentCells.None, true);

    private async Task LoadKnownAsync(DashboardDbContext db, List<PendingWrite> acts)
    {
        var keys = acts.Select(write => write.Act!.EventKey).Concat(acts.Select(write => write.Act!.Undoes).OfType<Guid>()).ToHashSet();
        var known = await RowsByKey<ConsentEvent>.Of(db, nameof(ConsentEvent.EventKey)).ReadAsync(db, keys);
        var others = known.Select(e => e.SubscriberId).Where(id => !_byId.ContainsKey(id)).ToHashSet();
        var people = (await RowsByKey<Subscriber>.Of(db, nameof(Subscriber.Id)).ReadAsync(db, others)).ToDictionary(row => row.Id, row => row.PublicId);
        foreach (var e in known)
        {
            var publicId = _byId.TryGetValue(e.SubscriberId, out var state) ? state.Row.PublicId : people[e.SubscriberId];
            _known[e.EventKey] = new RecordedAct(e.Id, e.SubscriberId, publicId, e.Seq, e.RecordedAt, ConsentCells.None, true);
        }
    }

    // The flag of a hold is a hint for lists: a clock that ran ahead may have taken it off. What cannot be undone asks the holds.
    private async Task AddAsync(DashboardDbContext db, List<Subscriber> rows, IReadOnlyCollection<byte[]> indexes, List<PendingWrite> acts)
    {
        var cleans = acts.Exists(write => write.Act!.IsCleaning);
        var ids = rows.ConvertAll(row => row.Id);
        var numbers = indexes.Concat(rows.Select(row => row.BlindIndex).OfType<byte[]>()).ToHashSet(BlindIndexes.Comparer);
        var cells = await RowsByKey<Consent>.Of(db, nameof(Consent.SubscriberId)).ReadAsync(db, ids);
        var suppressions = await RowsByKey<Suppression>.Of(db, nameof(Suppression.BlindIndex)).ReadAsync(db, numbers);
        var pending = await RowsByKey<PendingRequest>.Of(db, nameof(PendingRequest.SubscriberId)).ReadAsync(db, ids);
        var holds = (await RowsByKey<Hold>.Of(db, nameof(Hold.SubscriberId)).ReadAsync(db, [.. rows.Where(row => row.IsHeld || cleans).Select(row => row.Id)])).ToLookup(hold => hold.SubscriberId);
        var asked = acts.Where(write => write.Act!.UnlessAsked).Select(write => write.Act!.SubscriberId).OfType<long>().ToHashSet();
        var asking = asked.Count == 0 ? [] : await AskingAsync(db, asked);
        var pendingOf = pending.ToLookup(request => request.SubscriberId);
        var cellsOf = cells.ToLookup(cell => cell.SubscriberId);
        var suppressionsOf = suppressions.ToLookup(suppression => suppression.BlindIndex, BlindIndexes.Comparer);
        foreach (var row in rows)
        {
            var fold = new ConsentFold(row.Id);
            foreach (var cell in cellsOf[row.Id])
            {
                fold.Load(cell);
            }

            Add(new(row, isNew: false, fold, row.BlindIndex is { } index ? [.. suppressionsOf[index]] : [], [.. pendingOf[row.Id]])
            {
                HeldUntil = holds[row.Id].Select(hold => hold.To).DefaultIfEmpty(Times.NotYet).Max(),
                IsAsking = asking.Contains(row.Id),
            });
        }

        foreach (var number in suppressionsOf.Where(some => !_byNumber.ContainsKey(some.Key)))
        {
            _orphans[number.Key] = [.. number];
        }
    }

    // Mostly few are open: then one look tells of everybody.
    private static async Task<HashSet<long>> AskingAsync(DashboardDbContext db, HashSet<long> asked)
    {
        var open = await db.PersonRequests.Where(r => r.Status < RequestStatus.Closed).OrderBy(r => r.Status).Select(r => r.SubscriberId).Take(FewRequests + 1).ToListAsync();
        return open.Count <= FewRequests
            ? [.. open.OfType<long>()]
            : [.. (await RowsByKey<PersonRequest>.Of(db, nameof(PersonRequest.SubscriberId)).ReadAsync(db, asked)).Where(r => r.Status != RequestStatus.Closed).Select(r => r.SubscriberId).OfType<long>()];
    }

    private void Add(SubscriberState state)
    {
        _byId[state.Row.Id] = state;
        if (state.Row.BlindIndex is { } index)
        {
            _byNumber[index] = state;
        }
    }

    private SubscriberState? New(PendingWrite write)
    {
        var act = write.Act!;
        // Of whoever stopped or was erased the keyed hash is enough; a journal that is replayed has nothing else.
        if (write.BlindIndex is not { } index || (act.Number is null && act.Type is not (ConsentEventType.Withdrawn or ConsentEventType.Erased)))
        {
            return null;
        }

        var seen = act.ReceivedAt ?? write.ReceivedAt;
        var row = new Subscriber
        {
            Id = ++_head.LastSubscriberId,
            PublicId = PublicId.Create(),
            BlindIndex = index,
            CallingCode = act.Number?.CallingCode ?? 0,
            Region = act.Number?.Region ?? "ZZ",
            Language = act.Language,
            ExternalRef = act.ExternalRef,
            HeadHash = new byte[32],
            FirstSeenAt = seen,
            LastActivityAt = Times.NotYet,
        };
        var standing = _byNumber.GetValueOrDefault(index) is { } erased ? erased.Suppressions : _orphans.GetValueOrDefault(index, []);
        var state = new SubscriberState(row, isNew: true, new(row.Id), [.. standing], []);
        Add(state);
        return state;
    }
}
