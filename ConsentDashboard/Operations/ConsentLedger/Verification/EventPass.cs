using ConsentDashboard.Data;
using ConsentDashboard.Data.Reading;
using ConsentDashboard.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>Goes through the ledger in the order of its commits: batches, their events by hash and place, their Merkle roots.</summary>
internal sealed class EventPass(IDbContextFactory<DashboardDbContext> contexts, BatchCheck batches, LedgerHead head, Findings findings)
{
    private const int Page = 4096;

    private readonly BatchLeaves _leaves = new();
    private LedgerBatch? _open;
    private IAsyncEnumerator<LedgerBatch> _following = null!;

    public long Events { get; private set; }

    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var batchDb = await contexts.CreateDbContextAsync(cancellation);
        _following = BatchesAsync(batchDb, cancellation).GetAsyncEnumerator(cancellation);
        await using var following = _following;

        // The next page is read while this one is hashed.
        var reading = ReadAsync(0, cancellation);
        while (await reading is { Count: > 0 } page)
        {
            reading = ReadAsync(page[^1].Id, cancellation);
            foreach (var row in page)
            {
                await CheckAsync(row);
            }
        }

        await reading;
        CloseBatch();
        while (await _following.MoveNextAsync())
        {
            Open(_following.Current);
            CloseBatch();
        }

        if (batches.NextEventId != head.LastEventId + 1 || batches.Seq != head.Seq || !batches.Hash.AsSpan().SequenceEqual(head.Hash))
        {
            findings.Add(FindingKind.HeadDiffers, $"The head stands at batch {head.Seq} with event {head.LastEventId}; the batches end at {batches.Seq} with event {batches.NextEventId - 1}.", batches.NextEventId, batches.Seq);
        }
    }

    private async Task CheckAsync(Row act)
    {
        Events++;
        while (_open is null || act.Id >= _open.FirstEventId + _open.EventCount)
        {
            CloseBatch();
            if (!await _following.MoveNextAsync())
            {
                findings.Add(FindingKind.EventOutOfPlace, $"Event {act.Id} belongs to no batch.", act.Id, null, act.SubscriberId);
                return;
            }

            Open(_following.Current);
        }

        if (act.BatchSeq != _open.Seq || act.BatchIndex != _leaves.Count || act.Id != _open.FirstEventId + _leaves.Count)
        {
            findings.Add(FindingKind.EventMissing, $"Event {_open.FirstEventId + _leaves.Count} of batch {_open.Seq} is missing or out of place.", _open.FirstEventId + _leaves.Count, _open.Seq, act.SubscriberId);
        }

        _leaves.Add(act.Hash);
    }

    private void Open(LedgerBatch batch)
    {
        batches.Check(batch);
        _open = batch;
        _leaves.Clear();
    }

    private void CloseBatch()
    {
        if (_open is null)
        {
            return;
        }

        if (_leaves.Count != _open.EventCount)
        {
            findings.Add(FindingKind.EventMissing, $"Batch {_open.Seq} has {_leaves.Count} of its {_open.EventCount} events.", _open.FirstEventId + _leaves.Count, _open.Seq);
        }
        else if (!_leaves.TakeRoot().AsSpan().SequenceEqual(_open.Root))
        {
            findings.Add(FindingKind.BatchChanged, $"The events of batch {_open.Seq} do not lead to its root.", _open.FirstEventId, _open.Seq);
        }

        _open = null;
    }

    private Task<List<Row>> ReadAsync(long after, CancellationToken cancellation) => Task.Run(
        () => contexts.ReadAsync(
            async db =>
            {
                await using var command = Rows(db, after, head.LastEventId).CreateDbCommand();
                return await command.ReadAsync(
                    reader => new Row(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetInt64(2), reader.GetInt32(3), reader.GetInt64(4)),
                    cancellation);
            },
            cancellation),
        cancellation);

    // Entity Framework writes the statement, because the databases limit rows in different words; its columns stay in this order.
    internal static IQueryable<object> Rows(DashboardDbContext db, long after, long last) => db.ConsentEvents
        .Where(e => e.Id > after && e.Id <= last)
        .OrderBy(e => e.Id)
        .Select(e => new { e.Id, e.Hash, e.BatchSeq, e.BatchIndex, e.SubscriberId })
        .Take(Page);

    private async IAsyncEnumerable<LedgerBatch> BatchesAsync(DashboardDbContext db, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        long after = -1;
        while (true)
        {
            var page = await db.LedgerBatches.AsNoTracking().Where(b => b.Seq > after && b.Seq <= head.Seq).OrderBy(b => b.Seq).Take(Page).ToListAsync(cancellation);
            foreach (var batch in page)
            {
                yield return batch;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            after = page[^1].Seq;
        }
    }

    private readonly record struct Row(long Id, byte[] Hash, long BatchSeq, int BatchIndex, long SubscriberId);
}
