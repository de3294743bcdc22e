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

    internal async Task WriteAsync(PublicId request, string name, ReadOnlyMemory<byte> content)
    {
        await using var file = files.Create(request, name);
        await file.WriteAsync(content);
        await file.CompleteAsync();
    }

    /// <returns>Null where there is none any more.</returns>
    internal Stream? Open(PublicId request, string name)
    {
        try
        {
            return files.Open(request, name);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    internal void Forget(PublicId request) => files.DeleteAll(request);

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
        while (await db.PersonRequests.Where(r => r.Id > after && r.KeptUntil >= closedSince && r.PreparedAt != null && (r.NumberCipher == null || r.ClosedAt != null)).OrderBy(r => r.Id).Take(Slice)
            .Select(r => new { r.Id, r.PublicId }).ToListAsync(cancellation) is { Count: > 0 } rows)
        {
            rows.ForEach(row => Forget(row.PublicId));
            (after, seen) = (rows[^1].Id, seen + rows.Count);
        }

        return seen;
    }
}
