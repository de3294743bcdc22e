using System.Text.Json;
using ConsentDashboard.Domain.DataFlow;

namespace ConsentDashboard.Operations.Imports;

/// <summary>Rows by verdict, as <see cref="ImportBatch.TriedCounts"/> and <see cref="ImportBatch.RunCounts"/> keep them.</summary>
public sealed record ImportCounts
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public IReadOnlyDictionary<ImportVerdict, long> Rows { get; init; } = new Dictionary<ImportVerdict, long>();

    /// <summary>Rows that came to something else than the dry run said.</summary>
    public long Changed { get; init; }

    /// <summary>Consents of the batch that an undo took back.</summary>
    public long Undone { get; init; }

    /// <summary>Of those, people whose earlier consent stands again.</summary>
    public long Restored { get; init; }

    /// <summary>Rows that an undo left as they are: she did something since, or withdrew.</summary>
    public long Left { get; init; }

    public long Total => Rows.Values.Sum();

    public long this[ImportVerdict verdict] => Rows.GetValueOrDefault(verdict);

    public static ImportCounts Parse(string json) => JsonSerializer.Deserialize<ImportCounts>(json, Json) ?? new();

    public string ToJson() => JsonSerializer.Serialize(this with { Rows = Rows.OrderBy(row => row.Key).ToDictionary() }, Json);

    public ImportCounts Plus(IEnumerable<ImportVerdict> verdicts)
    {
        var rows = Rows.ToDictionary();
        foreach (var verdict in verdicts)
        {
            rows[verdict] = rows.GetValueOrDefault(verdict) + 1;
        }

        return this with { Rows = rows };
    }
}
