using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Sends;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Features.Sends.Files;

/// <summary>Counts the rows of one file, in slices of one day each.</summary>
/// <param name="of">What the rows are about; of its day are those without a date.</param>
/// <param name="region">Of numbers without a calling code.</param>
internal sealed class FileCounting(CountSends count, SentMessages of, string region, DateTime now)
{
    /// <summary>How many rows that are not understood are named.</summary>
    public const int MostNamed = 200;

    private readonly Dictionary<DateTime, List<SentTo>> _waiting = [];
    private readonly Dictionary<DateTime, int> _waitsFrom = [];
    private readonly List<UnreadRow> _first = [];
    private SendSums _sums;
    private int _notUnderstood;
    private int _lastRow;

    public long Counted => _sums.Messages;

    /// <param name="row">As a spreadsheet counts, the heading included.</param>
    /// <param name="cells">What stands in it.</param>
    /// <param name="columns">Which of them is what.</param>
    public async Task<Error?> AddAsync(int row, IReadOnlyList<string> cells, SendsColumns columns)
    {
        _lastRow = row;
        var (to, day, problem) = Read(cells, columns);
        if (problem is { } wrong)
        {
            _notUnderstood++;
            if (_first.Count < MostNamed)
            {
                _first.Add(new(row, columns.Of(wrong), wrong));
            }

            return null;
        }

        var same = _waiting.TryGetValue(day, out var found) ? found : _waiting[day] = [];
        same.Add(to);
        _waitsFrom.TryAdd(day, row);
        return same.Count == CountSends.Slice ? await CountAsync(day) : null;
    }

    /// <summary>Counts what no full slice was made of.</summary>
    public async Task<Error?> FinishAsync()
    {
        foreach (var day in _waiting.Keys.ToList())
        {
            if (await CountAsync(day) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    /// <param name="stopped">Why the rest was not read.</param>
    /// <param name="at">The row that could not be read, where it was one.</param>
    public FileOutcome Outcome(Error? stopped, int? at) => new(_sums, _notUnderstood, _first, stopped, stopped is null ? null : _waitsFrom.Values.DefaultIfEmpty(at ?? _lastRow + 1).Min());

    private async Task<Error?> CountAsync(DateTime day)
    {
        // No token: what was read is counted, or it would be unknown which rows were.
        var counted = await count.ExecuteAsync(of with { At = day }, _waiting[day], cancellation: CancellationToken.None);
        if (counted.Failed)
        {
            return counted.Error;
        }

        _sums += counted.Value!.Value;
        _waiting.Remove(day);
        _waitsFrom.Remove(day);
        return null;
    }

    private (SentTo To, DateTime Day, RowProblem? Problem) Read(IReadOnlyList<string> cells, SendsColumns columns)
    {
        var number = NumberFormats.Parse(columns.Number < cells.Count ? cells[columns.Number] : "", region);
        if (number.Failed)
        {
            return (default, default, RowProblem.Number);
        }

        var at = columns.Date is not { } place ? of.At : place < cells.Count ? SendsColumns.DateOf(cells[place]) : null;
        if (at is not { } time)
        {
            return (default, default, RowProblem.Date);
        }

        var day = SendTimes.Checked(time, now);
        return day.Failed
            ? (default, default, day.Error == SendErrors.InTheFuture ? RowProblem.InTheFuture : RowProblem.TooOld)
            : (new(number.Value, 1), (of with { At = day.Value }).Day, null);
    }
}
