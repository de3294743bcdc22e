using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Requests;

/// <summary>Finds whose an open request is where its number became known after it was entered: an erasure reaches only what is linked to her.</summary>
public sealed class RequestLinks(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, SubscriberDirectory directory, NumberVault vault)
{
    private const int Slice = 100;

    /// <returns>Null where the number is kept no more.</returns>
    public E164Number? NumberOf(PersonRequest request) =>
        request.NumberCipher is { } cipher && NumberFormats.Parse(vault.Decrypt(cipher, request.PublicId), "US") is { Failed: false, Value: var number } ? number : null;

    /// <summary>All that are open and nobody's.</summary>
    /// <returns>How many were linked.</returns>
    public async Task<int> LinkAsync(CancellationToken cancellation = default)
    {
        var (linked, after) = (0, 0L);
        while (await UnlinkedAsync(after, cancellation) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                linked += await LinkAsync(row, cancellation) ? 1 : 0;
            }

            after = rows[^1].Id;
        }

        return linked;
    }

    /// <returns>Whether it is now known whose it is; the request says so too.</returns>
    internal async Task<bool> LinkAsync(PersonRequest request, CancellationToken cancellation)
    {
        if (request.SubscriberId is not null || NumberOf(request) is not { } number || await directory.FindByNumberAsync(number, cancellation) is not { } found)
        {
            return false;
        }

        using var turn = await gate.EnterAsync(WritePriority.Act, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.PersonRequests.Where(r => r.Id == request.Id && r.SubscriberId == null && db.Subscribers.Any(s => s.Id == found.Id && s.ErasedAt == null))
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.SubscriberId, found.Id), cancellation);
        request.SubscriberId = await db.PersonRequests.Where(r => r.Id == request.Id).Select(r => r.SubscriberId).FirstOrDefaultAsync(cancellation);
        return request.SubscriberId is not null;
    }

    /// <summary>One that is closed and nobody's keeps no number.</summary>
    internal static IQueryable<PersonRequest> Unlinked(DashboardDbContext db, long after) =>
        db.PersonRequests.AsNoTracking().Where(r => r.SubscriberId == null && r.Id > after && r.NumberCipher != null).OrderBy(r => r.Id).Take(Slice);

    private async Task<List<PersonRequest>> UnlinkedAsync(long after, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Unlinked(db, after).ToListAsync(cancellation);
    }
}
