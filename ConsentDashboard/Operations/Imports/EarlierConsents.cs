using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
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

        var chainOf = (await WithoutUndoneAsync(db, chains, cancellation)).ToLookup(e => e.SubscriberId);
        List<RowUndo> undos = [];
        foreach (var act in given)
        {
            undos.Add(new([End(act), .. await EarlierAsync(db, act, [.. chainOf[act.SubscriberId].OrderBy(e => e.Seq)], cancellation)]));
        }

        return undos;
    }

    // What another list gave that is taken back too, or is about to be, is nothing to go back to; nor are the ends of that.
    private static async Task<IEnumerable<ConsentEvent>> WithoutUndoneAsync(DashboardDbContext db, List<ConsentEvent> chains, CancellationToken cancellation)
    {
        HashSet<long> undone = [];
        foreach (var ids in chains.Select(e => e.ImportBatchId).OfType<long>().Distinct().Chunk(Chunk))
        {
            undone.UnionWith(await db.ImportBatches.Where(b => ids.Contains(b.Id) && b.Stage == ImportStage.Undo).Select(b => b.Id).ToListAsync(cancellation));
        }

        var given = chains.Where(e => e is { Type: ConsentEventType.Given, ImportBatchId: { } batch } && undone.Contains(batch)).Select(e => e.EventKey).ToHashSet();
        return chains.Where(e => !given.Contains(e.EventKey) && !(e is { Type: ConsentEventType.Invalidated, RefersTo: { } target } && given.Contains(target)));
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

    // The same consent with the same evidence, at the date at which she gave it. It is of the list that brought it, so that it
    // goes with that one.
    private static ConsentAct Again(ConsentEvent giving, ConsentEvent undone, ConsentCells cells, EvidenceDocument proof, int number) => new()
    {
        EventKey = Key(undone, (byte)(Restores + number)),
        SubscriberId = giving.SubscriberId,
        Language = giving.Language ?? "",
        WordingLanguage = giving.Language,
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
        ImportBatchId = giving.ImportBatchId,
        RefersTo = giving.Type == ConsentEventType.Confirmed ? giving.RefersTo : giving.EventKey,
        Evidence = proof,
        Undoes = Key(undone, Ends),
    };

    // A consent that was given again may be taken back in its turn: each event has keys of its own.
    private static Guid Key(ConsentEvent act, byte part)
    {
        var key = SHA256.HashData([.. act.EventKey.ToByteArray(bigEndian: true), part])[..16];

        // Version 8 of RFC 9562: a hash of our own.
        (key[6], key[8]) = ((byte)((key[6] & 0x0F) | 0x80), (byte)((key[8] & 0x3F) | 0x80));
        return new(key, bigEndian: true);
    }
}
