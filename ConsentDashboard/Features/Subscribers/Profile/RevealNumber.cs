using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>Shows a number in full, once it stands in the audit trail who wanted to see it and why.</summary>
public sealed class RevealNumber(IDbContextFactory<DashboardDbContext> contexts, AuditTrail audit, NumberVault vault)
{
    public const int MinReason = 5;
    public const int MaxReason = 500;

    public sealed record Input(PublicId Subscriber, string? Reason);

    /// <returns>The number as its country writes it.</returns>
    public async Task<Result<string>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RevealNumber);
        var reason = input.Reason?.Trim() ?? "";
        if (reason.Length is < MinReason or > MaxReason)
        {
            return ProfileErrors.ReasonLength;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await db.Subscribers.Where(s => s.PublicId == input.Subscriber).Select(s => new { s.Id, s.Cipher, IsRestricted = s.RestrictedAt != null && s.ErasedAt == null }).FirstOrDefaultAsync(cancellation);
        if (found is null)
        {
            return ProfileErrors.NotFound;
        }

        if (found.IsRestricted)
        {
            actor.Demand(Permissions.OpenRestricted);
        }

        if (found.Cipher is not { } cipher)
        {
            return ProfileErrors.NumberNotKept;
        }

        // The audit trail is not encrypted and outlives an erasure, so the number must not slip into it.
        var number = vault.Decrypt(cipher, input.Subscriber);
        if (NumbersInText.Names(reason, number))
        {
            return ProfileErrors.ReasonHasNumber;
        }

        await audit.RecordAsync(new AuditDraft(actor, AuditAction.NumberRevealed, found.Id, Reason: reason), CancellationToken.None);
        return NumberFormats.Full(number);
    }
}
