using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Collection;

/// <summary>Sends another code for a request that still waits; the one before opens nothing any more.</summary>
public sealed class ResendCode(
    IDbContextFactory<DashboardDbContext> contexts, PointCatalog points, RecordOptIn optIns, SendLimits limits, ConfirmationCodes codes, NumberVault vault, WriteGate gate, TimeProvider clock)
{
    /// <param name="submission">What was sent in.</param>
    /// <param name="address">The IP address that asks.</param>
    public async Task<Result> ExecuteAsync(Guid submission, string? address, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.UtcMilliseconds();
        var found = await (
            from request in db.PendingRequests.AsNoTracking()
            where request.Submission == submission && request.ExpiresAt > now
            join subscriber in db.Subscribers on request.SubscriberId equals subscriber.Id
            join point in db.CollectionPoints on request.CollectionPointId equals point.Id
            join version in db.NoticeVersions on request.NoticeVersionId equals version.Id
            orderby request.Kind
            select new { Request = request, subscriber.Cipher, Owner = subscriber.PublicId, Point = point.Slug, Version = version.PublicId }).FirstOrDefaultAsync(cancellation);
        if (found?.Cipher is null
            || await points.FindAsync(found.Point, cancellation) is not { } place
            || await points.FindWordingAsync(found.Version, cancellation) is not { } wording)
        {
            return CollectionErrors.NothingPending;
        }

        if (NumberFormats.Parse(vault.Decrypt(found.Cipher, found.Owner), place.DefaultRegion) is not { Failed: false, Value: var number })
        {
            return CollectionErrors.NothingPending;
        }

        if (!await limits.TakeAsync(number, address))
        {
            return CollectionErrors.TooManyCodes;
        }

        var code = ConfirmationCodes.New();
        return await ReplaceAsync(found.Request, codes.Hash(submission, code), optIns.Text(place, wording, found.Request.Language, number, Guid.CreateVersion7(), code))
            ? Result.Ok
            : CollectionErrors.NothingPending;
    }

    // The new hash and the text that carries the new code stand or fall together.
    private async Task<bool> ReplaceAsync(PendingRequest request, byte[] hash, ConsentLedger.OutboxDraft text)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var replaced = await db.PendingRequests.Where(p => p.Submission == request.Submission)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.CodeHash, hash).SetProperty(p => p.Tries, 0));
            if (replaced == 0)
            {
                return false;
            }

            var now = clock.UtcMilliseconds();
            db.Add(new OutboxMessage { MessageKey = text.MessageKey, Endpoint = text.Endpoint, Kind = text.Kind, PayloadCipher = text.PayloadCipher, SubscriberId = request.SubscriberId, SenderId = request.SenderId, CreatedAt = now, DueAt = now });
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return true;
        });
    }
}
