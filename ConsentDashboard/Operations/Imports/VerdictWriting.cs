using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Files;

namespace ConsentDashboard.Operations.Imports;

/// <summary>Gathers a dry run's verdicts in the order in which they come, and writes them by the rows' places in the file.</summary>
internal sealed class VerdictWriting(JobFiles files, PublicId job)
{
    private readonly ExternalSort _sort = new(files, job, "by-row", VerdictRecord.KeySize, bufferSize: 1 << 20);
    private readonly VerdictReasons _reasons = new();
    private readonly Samples _samples = new();
    private readonly long[] _counts = new long[Enum.GetValues<ImportVerdict>().Length];

    public ImportCounts Counts => new() { Rows = Enum.GetValues<ImportVerdict>().Where(verdict => _counts[(int)verdict] > 0).ToDictionary(verdict => verdict, verdict => _counts[(int)verdict]) };

    /// <param name="number">Masked, for the samples.</param>
    public async ValueTask AddAsync(long row, ImportVerdict verdict, VerdictReason? reason, Func<string?> number)
    {
        _counts[(int)verdict]++;
        _samples.Add(row, verdict, reason, number);
        await _sort.AddAsync(new VerdictRecord(row, verdict, ImportVerdict.None, _reasons.NumberOf(reason)).ToBytes());
    }

    /// <param name="declared">What was declared of the list, and how it is read.</param>
    /// <param name="cancellation">Leaves no verdicts.</param>
    /// <returns>SHA-256 over the declaration, the rows and what each comes to.</returns>
    public async Task<byte[]> CompleteAsync(ReadOnlyMemory<byte> declared, CancellationToken cancellation)
    {
        await _reasons.SaveAsync(files, job);
        await _samples.SaveAsync(files, job);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(SHA256.HashData(declared.Span));
        await using var file = files.Create(job, ImportFiles.Verdicts);
        await _sort.MergeAsync(
            record =>
            {
                digest.AppendData(record.Span[..(VerdictRecord.KeySize + 1)]);
                file.Write(record.Span);
                return ValueTask.CompletedTask;
            },
            cancellation);
        await file.CompleteAsync();
        return digest.GetHashAndReset();
    }
}
