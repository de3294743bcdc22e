using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Threading.Channels;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Spreadsheets;

namespace ConsentDashboard.Operations.Exports;

/// <summary>
/// The way of the rows: one thread reads and decides, one opens the numbers and writes the file, one writes the rows that
/// recall needs. Between them stand a few ranges at most, so that memory does not grow with the export.
/// </summary>
internal sealed class ExportPipeline(ExportReading reading, ExportItems items)
{
    private const int Ahead = 2;

    private readonly Channel<List<ExportRow>> _toFile = Channel.CreateBounded<List<ExportRow>>(Ahead);
    private readonly Channel<List<ExportRow>> _toItems = Channel.CreateBounded<List<ExportRow>>(Ahead);
    private readonly RowKeys _keys = new();

    /// <summary>People in the file so far; the watermark is none.</summary>
    public long Rows { get; private set; }

    /// <param name="job">Whose rows they are.</param>
    /// <param name="plan">Who.</param>
    /// <param name="write">Writes the file from the rows it is given.</param>
    /// <param name="owner">Who holds the job.</param>
    /// <param name="goesOn">Told how many rows there are, after each range; says whether to go on.</param>
    /// <param name="cancellation">Ends all of it.</param>
    public async Task RunAsync(ExportJob job, ExportPlan plan, Action<IEnumerable<ExportRow>> write, string owner, Func<long, ValueTask<bool>> goesOn, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] stages =
        [
            Task.Run(() => Guard(() => ReadAsync(job, plan, goesOn, ending.Token)), CancellationToken.None),
            Task.Run(() => Guard(() => Task.Run(() => write(Taken(ending.Token)), CancellationToken.None)), CancellationToken.None),
            Task.Run(() => Guard(() => WriteItemsAsync(job.Id, plan.Generation, owner, ending.Token)), CancellationToken.None),
        ];
        await Task.WhenAll(stages).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // What broke one stage cancelled the others: the cause is the one to tell.
        var failures = stages.Where(stage => stage.IsFaulted).Select(stage => stage.Exception!.InnerException!).ToList();
        if (failures.Find(failure => failure is not OperationCanceledException) is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }

        await Task.WhenAll(stages);

        async Task Guard(Func<Task> stage)
        {
            try
            {
                await stage();
            }
            catch
            {
                await ending.CancelAsync();
                throw;
            }
        }
    }

    private async Task ReadAsync(ExportJob job, ExportPlan plan, Func<long, ValueTask<bool>> goesOn, CancellationToken cancellation)
    {
        // One range is held back, so that the watermark finds its place even where nobody of the last ones is in the file.
        var (watermark, place, held) = (plan.Watermark, RandomNumberGenerator.GetInt32(int.MaxValue), new List<ExportRow>());
        await foreach (var read in reading.ReadAsync(plan.Audience, job.Columns, cancellation))
        {
            Rows += read.Rows.Count;
            if (read.Rows.Count > 0)
            {
                await PassOnAsync(held, cancellation);
                held = read.Rows;
                if (watermark is not null && (double)place / int.MaxValue <= (double)read.UpTo / read.Last)
                {
                    Mark(held, watermark);
                    watermark = null;
                }
            }

            if (!await goesOn(Rows))
            {
                break;
            }
        }

        if (watermark is not null && held.Count > 0)
        {
            Mark(held, watermark);
        }

        await PassOnAsync(held, cancellation);
        _toFile.Writer.Complete();
        _toItems.Writer.Complete();
    }

    private async Task PassOnAsync(List<ExportRow> rows, CancellationToken cancellation)
    {
        if (rows.Count > 0)
        {
            rows.ForEach(row => row.RowKey = _keys.Next());
            await _toFile.Writer.WriteAsync(rows, cancellation);
            await _toItems.Writer.WriteAsync(rows, cancellation);
        }
    }

    private static void Mark(List<ExportRow> rows, ExportRow watermark)
    {
        var place = RandomNumberGenerator.GetInt32(rows.Count + 1);
        rows.Insert(place, Beside(watermark, rows[Math.Min(place, rows.Count - 1)]));
    }

    // Told apart by nothing but the number: dates and the like are those of whoever stands beside it.
    private static ExportRow Beside(ExportRow watermark, ExportRow neighbour) => new()
    {
        PublicId = watermark.PublicId,
        Cipher = watermark.Cipher,
        Language = neighbour.Language,
        Region = watermark.Region,
        OptedInAt = neighbour.OptedInAt,
        CollectionPointId = neighbour.CollectionPointId,
        NoticeVersionId = neighbour.NoticeVersionId,
        LastActivityAt = neighbour.LastActivityAt,
    };

    private IEnumerable<ExportRow> Taken(CancellationToken cancellation)
    {
        // The writers of files are synchronous: this thread is theirs.
        while (_toFile.Reader.WaitToReadAsync(cancellation).AsTask().GetAwaiter().GetResult())
        {
            while (_toFile.Reader.TryRead(out var rows))
            {
                foreach (var row in rows)
                {
                    yield return row;
                }
            }
        }
    }

    private async Task WriteItemsAsync(long job, int generation, string owner, CancellationToken cancellation)
    {
        await foreach (var rows in _toItems.Reader.ReadAllAsync(cancellation))
        {
            await items.WriteAsync(job, owner, generation, [.. rows.Select(row => new ExportItem { ExportJobId = job, RowKey = row.RowKey, SubscriberId = row.SubscriberId, BlindIndex = row.BlindIndex })], cancellation);
        }
    }
}
