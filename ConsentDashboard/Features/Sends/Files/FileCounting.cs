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

    public async Task<Error?> AddAsync(CsvRow row, SendsColumns columns)
    {
        _lastRow = row.Number;
        var (to, day, problem) = Read(row, columns);
        if (problem is { } wrong)
        {
            _notUnderstood++;
            if (_first.Count < MostNamed)
            {
                _first.Add(new(row.Number, wrong));
            }

            return null;
        }

        var same = _waiting.TryGetValue(day, out var found) ? found : _waiting[day] = [];
        same.Add(to);
        _waitsFrom.TryAdd(day, row.Number);
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

    public FileOutcome Outcome(Error? stopped) => new(_sums, _notUnderstood, _first, stopped, stopped is null ? null : _waitsFrom.Values.DefaultIfEmpty(_lastRow + 1).Min());

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

    private (SentTo To, DateTime Day, RowProblem? Problem) Read(CsvRow row, SendsColumns columns)
    {
        if (row.Fields is not { } fields)
        {
            return (default, default, RowProblem.TooLong);
        }

        var number = NumberFormats.Parse(columns.Number < fields.Count ? fields[columns.Number] : "", region);
        if (number.Failed)
        {
            return (default, default, RowProblem.Number);
        }

        var at = columns.Date is not { } place ? of.At : place < fields.Count ? SendsColumns.DateOf(fields[place]) : null;
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
