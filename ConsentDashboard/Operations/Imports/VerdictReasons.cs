using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Files;

namespace ConsentDashboard.Operations.Imports;

/// <summary>Why a row came to what it did.</summary>
/// <param name="Key">A resource key.</param>
/// <param name="Column">Of the file, where one is meant.</param>
public sealed record VerdictReason(string Key, string? Column = null);

/// <summary>The reasons of one import, numbered from 1, so that a verdict has a fixed width; 0 is none.</summary>
internal sealed class VerdictReasons
{
    private readonly List<VerdictReason> _all = [];
    private readonly Dictionary<VerdictReason, ushort> _numbers = [];

    public VerdictReason? this[ushort number] => number > 0 && number <= _all.Count ? _all[number - 1] : null;

    /// <returns>0 for no reason, and once there are more than a number holds.</returns>
    public ushort NumberOf(VerdictReason? reason)
    {
        if (reason is null || _numbers.TryGetValue(reason, out var number))
        {
            return reason is null ? (ushort)0 : _numbers[reason];
        }

        if (_all.Count == ushort.MaxValue)
        {
            return 0;
        }

        _all.Add(reason);
        return _numbers[reason] = number = (ushort)_all.Count;
    }

    public async Task SaveAsync(JobFiles files, PublicId job)
    {
        await using var file = files.Create(job, ImportFiles.Reasons);
        await JsonSerializer.SerializeAsync(file, _all);
        await file.CompleteAsync();
    }

    public static async Task<VerdictReasons> LoadAsync(JobFiles files, PublicId job, CancellationToken cancellation)
    {
        var reasons = new VerdictReasons();
        await using var file = files.Open(job, ImportFiles.Reasons);
        foreach (var reason in await JsonSerializer.DeserializeAsync<List<VerdictReason>>(file, cancellationToken: cancellation) ?? [])
        {
            reasons.NumberOf(reason);
        }

        return reasons;
    }
}
