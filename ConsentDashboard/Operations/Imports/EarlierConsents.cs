using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Imports;

/// <summary>What takes one row of a batch back.</summary>
/// <param name="Acts">First what ends the row's consent, then what gives earlier ones again.</param>
internal sealed record RowUndo(IReadOnlyList<ConsentAct> Acts);

/// <summary>Finds what stood before a batch renewed it.</summary>
internal sealed class EarlierConsents(IDbContextFactory<DashboardDbContext> contexts, EvidenceBox evidence)
{
    private const int Chunk = 500;
    private const byte Ends = 4;
    private const byte Restores = 5;

    private static readonly Actor Worker = Actor.System("imports");

    /// <param name="given">Events of one batch.</param>
    public async Task<IReadOnlyList<RowUndo>> UndosAsync(IReadOnlyList<ConsentEvent> given, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        List<ConsentEvent> chains = [];
        foreach (var ids in given.Where(act => act.Seq > 1).Select(act => act.SubscriberId).Chunk(Chunk))
        {
            chains.AddRange(await db.ConsentEvents.AsNoTracking().Where(e => ids.Contains(e.SubscriberId)).ToListAsync(cancellation));
        }

        var chainOf = chains.ToLookup(e => e.SubscriberId);
        List<RowUndo> undos = [];
        foreach (var act in given)
        {
            undos.Add(new([End(act), .. await EarlierAsync(db, act, [.. chainOf[act.SubscriberId].OrderBy(e => e.Seq)], cancellation)]));
        }

        return undos;
    }

    private static ConsentAct End(ConsentEvent act) => new()
    {
        EventKey = Key(act, Ends),
        SubscriberId = act.SubscriberId,
        Type = ConsentEventType.Invalidated,
        SenderId = act.SenderId,
        Kind = act.Kind,
        Cells = act.Cells,
        Source = Source.Import,
        OccurredAt = DateTime.MaxValue,
        Actor = Worker,
        RefersTo = act.EventKey,
        Undoes = act.EventKey,
    };

    private async Task<IEnumerable<ConsentAct>> EarlierAsync(DashboardDbContext db, ConsentEvent act, List<ConsentEvent> chain, CancellationToken cancellation)
    {
        var fold = new ConsentFold(act.SubscriberId);
        foreach (var before in chain.TakeWhile(e => e.Seq < act.Seq))
        {
            fold.Apply(before);
        }

        var renewed = act.Cells.Indexes().Where(index => act.OutcomeFor(index) == ConsentState.Given)
            .Select(index => (Cell: fold.Find(new(act.SenderId!.Value, act.Kind, index)), Bit: (ConsentCells)(1 << index)))
            .Where(found => found.Cell?.State == ConsentState.Given)
            .GroupBy(found => found.Cell!.LastEventId);
        List<ConsentAct> acts = [];
        foreach (var cells in renewed)
        {
            var giving = chain.Find(e => e.Id == cells.Key);
            if (giving is { Type: ConsentEventType.Given or ConsentEventType.Confirmed } && await db.Evidence.AsNoTracking().FirstOrDefaultAsync(e => e.EventId == giving.Id, cancellation) is { } proof)
            {
                acts.Add(Again(giving, act, cells.Aggregate(ConsentCells.None, (all, found) => all | found.Bit), evidence.Open(proof, giving.EventKey), acts.Count));
            }
        }

        return acts;
    }

    // The same consent with the same evidence, at the date at which she gave it.
    private static ConsentAct Again(ConsentEvent giving, ConsentEvent undone, ConsentCells cells, EvidenceDocument proof, int number) => new()
    {
        EventKey = Key(undone, (byte)(Restores + number)),
        SubscriberId = giving.SubscriberId,
        Language = giving.Language ?? "",
        Type = giving.Type,
        SenderId = giving.SenderId,
        Kind = giving.Kind,
        Cells = cells,
        Assurance = giving.Assurance,
        Source = giving.Source,
        Method = giving.Method,
        OccurredAt = giving.OccurredAt,
        Actor = Worker,
        NoticeVersionId = giving.NoticeVersionId,
        CollectionPointId = giving.CollectionPointId,
        RefersTo = giving.Type == ConsentEventType.Confirmed ? giving.RefersTo : giving.EventKey,
        Evidence = proof,
        Undoes = Key(undone, Ends),
    };

    // The keys of a batch's rows end in their places; the byte before is 0x80 there, and says here what the event is.
    private static Guid Key(ConsentEvent act, byte part)
    {
        var key = act.EventKey.ToByteArray(bigEndian: true);
        key[8] = (byte)(0x80 | part);
        return new(key, bigEndian: true);
    }
}
