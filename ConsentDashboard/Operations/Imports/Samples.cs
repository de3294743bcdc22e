using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Files;

namespace ConsentDashboard.Operations.Imports;

/// <summary>The first few rows of each verdict that a dry run meets.</summary>
internal sealed class Samples
{
    private const int Each = 5;

    private readonly Dictionary<ImportVerdict, List<SampleRow>> _rows = [];

    /// <param name="number">Called only for a row that is kept.</param>
    public void Add(long row, ImportVerdict verdict, VerdictReason? reason, Func<string?> number)
    {
        if (!_rows.TryGetValue(verdict, out var rows))
        {
            _rows[verdict] = rows = [];
        }

        if (rows.Count < Each)
        {
            rows.Add(new(row, verdict, number(), reason));
        }
    }

    public async Task SaveAsync(JobFiles files, PublicId job)
    {
        await using var file = files.Create(job, ImportFiles.Samples);
        await JsonSerializer.SerializeAsync(file, _rows.OrderBy(rows => rows.Key).SelectMany(rows => rows.Value.OrderBy(row => row.Row)).ToList());
        await file.CompleteAsync();
    }
}
