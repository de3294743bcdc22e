using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>Reads rows, and knows whether there were more than one answer can hold: nothing is left out without a word.</summary>
internal sealed class AnswerLimits(CancellationToken cancellation)
{
    /// <summary>More than this of anything is no person's.</summary>
    public const int Most = 10_000;

    public bool IsOver { get; private set; }

    public async Task<List<T>> ReadAsync<T>(IQueryable<T> rows)
    {
        var read = await rows.Take(Most + 1).ToListAsync(cancellation);
        IsOver |= read.Count > Most;
        return read;
    }
}
