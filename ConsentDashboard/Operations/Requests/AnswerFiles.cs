using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Files;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Requests;

/// <summary>The prepared answers to requests of people, encrypted; none outlives its request or the erasure of whom it is about.</summary>
public sealed class AnswerFiles(IDbContextFactory<DashboardDbContext> contexts, JobFiles files)
{
    public const string Json = "answer-json";
    public const string Page = "answer-page";

    private const int Slice = 500;

    /// <param name="checksum">SHA-256 of the JSON. The request names the one that counts: of two that are prepared at once, neither overwrites the other.</param>
    internal async Task WriteAsync(PublicId request, string name, byte[] checksum, ReadOnlyMemory<byte> content)
    {
        await using var file = files.Create(request, Of(name, checksum));
        await file.WriteAsync(content);
        await file.CompleteAsync();
    }

    /// <returns>Null where there is none any more.</returns>
    internal Stream? Open(PublicId request, string name, byte[] checksum)
    {
        try
        {
            return files.Open(request, Of(name, checksum));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Removes all that was prepared for a request.</summary>
    internal void Forget(PublicId request) => files.DeleteAll(request);

    /// <summary>Removes one answer, and no other of the same request.</summary>
    internal void Forget(PublicId request, byte[] checksum)
    {
        files.Delete(request, Of(Json, checksum));
        files.Delete(request, Of(Page, checksum));
    }

    /// <summary>For an erasure: all answers about one subscriber go from the disk.</summary>
    public async Task ForgetPersonAsync(long subscriber, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var id in await db.PersonRequests.Where(r => r.SubscriberId == subscriber).Select(r => r.PublicId).ToListAsync(cancellation))
        {
            Forget(id);
        }
    }

    /// <summary>Answers whose request was closed, or whose number was erased, while their file could not be removed.</summary>
    /// <param name="closedSince">The log's end of what was closed lately: older files were looked at before.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many rows it looked at.</returns>
    internal async Task<int> SweepAsync(DateTime closedSince, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (after, seen) = (0L, 0);
        while (await db.PersonRequests.Where(r => r.Id > after && r.KeptUntil >= closedSince && (r.NumberCipher == null || r.ClosedAt != null)).OrderBy(r => r.Id).Take(Slice)
            .Select(r => new { r.Id, r.PublicId }).ToListAsync(cancellation) is { Count: > 0 } rows)
        {
            rows.ForEach(row => Forget(row.PublicId));
            (after, seen) = (rows[^1].Id, seen + rows.Count);
        }

        return seen;
    }

    private static string Of(string name, byte[] checksum) => $"{name}-{Convert.ToHexStringLower(checksum.AsSpan(0, 8))}";
}
