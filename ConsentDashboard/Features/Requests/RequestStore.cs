using System.Linq.Expressions;
using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Requests;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace ConsentDashboard.Features.Requests;

/// <summary>Finds requests, opens what is encrypted in them, and changes them by one conditional update with its audit entry.</summary>
public sealed class RequestStore(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, SubscriberDirectory directory, RequestLinks links, KeyStore keys)
{
    internal async Task<PersonRequest?> FindAsync(PublicId id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.PersonRequests.AsNoTracking().FirstOrDefaultAsync(r => r.PublicId == id, cancellation);
    }

    /// <summary>One that still waits for its answer, and whose it is where that is known by now.</summary>
    internal async Task<Result<PersonRequest>> FindOpenAsync(PublicId id, CancellationToken cancellation)
    {
        switch (await FindAsync(id, cancellation))
        {
            case null:
                return RequestErrors.NotFound;
            case { Status: RequestStatus.Closed }:
                return RequestErrors.Closed;
            case var request:
                await links.LinkAsync(request, cancellation);
                return request;
        }
    }

    internal byte[] Seal(PersonRequest request, string details) => Sealing.Seal(keys.Current.Cipher, Encoding.UTF8.GetBytes(details), Bound(request));

    internal string? DetailsOf(PersonRequest request) => request.DetailsCipher is { } cipher
        ? Encoding.UTF8.GetString(Sealing.Open(keys.Current.Find(KeyPurpose.Cipher, Sealing.KeyIdOf(cipher)) is null ? keys.Refresh() : keys.Current, cipher, Bound(request)))
        : null;

    internal E164Number? NumberOf(PersonRequest request) => links.NumberOf(request);

    /// <summary>Whether a text holds a number: hers, however it is written, or any that reads as one. What is kept longer than she is must not.</summary>
    internal bool HasNumber(PersonRequest request, string text) => NumbersInText.Mask(text) != text || (NumberOf(request) is { } number && NumbersInText.Names(text, number.Value));

    /// <summary>Whether she was recognised by a phone that is somebody else's by now: that shows nothing any more.</summary>
    internal async Task<bool> IsRecognitionOverAsync(PersonRequest request, CancellationToken cancellation) =>
        request.VerifiedBy == RequestLists.SmsCode && await IsReassignedAsync(request, cancellation);

    /// <summary>Whether the number went to somebody else since it came here: whoever holds the phone need not be whose data is kept.</summary>
    internal async Task<bool> IsReassignedAsync(PersonRequest request, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return request.SubscriberId is { } subject && await db.Reachability.AnyAsync(r => r.SubscriberId == subject && r.Status == ReachabilityStatus.Reassigned, cancellation);
    }

    /// <summary>Whether the number is kept apart from the request.</summary>
    internal async Task<bool> IsKeptAsync(PersonRequest request)
    {
        await using var db = await contexts.CreateDbContextAsync();
        return request.SubscriberId is { } subject && await db.Subscribers.AnyAsync(s => s.Id == subject && s.Cipher != null);
    }

    /// <returns>Whose it is, also where she became known after it was entered; null where we hold nothing of her.</returns>
    internal async Task<long?> SubjectAsync(PersonRequest request, CancellationToken cancellation) =>
        request.SubscriberId ?? (NumberOf(request) is { } number ? (await directory.FindByNumberAsync(number, cancellation))?.Id : null);

    /// <returns>An error where nothing was changed: of two who act at once, the second reads it again.</returns>
    internal async Task<Result> ChangeAsync(
        PersonRequest request, AuditDraft audit, Action<UpdateSettersBuilder<PersonRequest>> change, Expression<Func<PersonRequest, bool>>? still = null, Func<DashboardDbContext, Task>? also = null)
    {
        var changed = await ledger.ChangeAsync(audit, async db =>
        {
            var rows = db.PersonRequests.Where(r => r.Id == request.Id && r.Version == request.Version);
            var count = await (still is null ? rows : rows.Where(still)).ExecuteUpdateAsync(set =>
            {
                change(set);
                set.SetProperty(r => r.Version, r => r.Version + 1);
            });
            if (count == 1 && also is not null)
            {
                await also(db);
            }

            return count == 1;
        });
        return changed.Failed ? changed.Error : changed.Value ? Result.Ok : RequestErrors.Changed;
    }

    private static byte[] Bound(PersonRequest request) => Encoding.UTF8.GetBytes($"request:{request.PublicId}");
}
