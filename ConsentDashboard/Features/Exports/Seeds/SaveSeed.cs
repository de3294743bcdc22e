using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Exports.Seeds;

/// <summary>
/// Gives a recipient a number of the company's own, or ends its use. The number of a recipient never changes: files that
/// are out there name it by the old one.
/// </summary>
public sealed class SaveSeed(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, NumberVault vault, TimeProvider clock)
{
    public const int MaxRecipient = 100;

    public static readonly Error RecipientMissing = new("Seeds.RecipientMissing", ErrorKind.Invalid, "recipient");
    public static readonly Error RecipientHasNumber = new("Seeds.RecipientHasNumber", ErrorKind.Invalid, "recipient");
    public static readonly Error NumberIsKnown = new("Seeds.NumberIsKnown", ErrorKind.Invalid, "phone");
    public static readonly Error NumberIsTaken = new("Seeds.NumberIsTaken", ErrorKind.Invalid, "phone");
    public static readonly Error NotFound = new("Seeds.NotFound", ErrorKind.NotFound);

    public sealed record Input
    {
        public string Recipient { get; set; } = "";

        /// <summary>With its calling code.</summary>
        public string Phone { get; set; } = "";
    }

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageSeeds);
        var recipient = input.Recipient.Trim();
        if (recipient.Length is 0 or > MaxRecipient)
        {
            return RecipientMissing;
        }

        if (NumbersInText.Mask(recipient) != recipient)
        {
            return RecipientHasNumber;
        }

        var number = NumberFormats.Parse(input.Phone, "US");
        if (number.Failed)
        {
            return number.Error;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await RefusalAsync(db, number.Value, cancellation) is { } refusal)
        {
            return refusal;
        }

        var id = PublicId.Create();
        var (cipher, now) = (vault.Encrypt(number.Value.Value, id), clock.UtcMilliseconds());
        var saved = await ledger.ChangeAsync(
            new(actor, AuditAction.SeedSaved, Subject: $"{id}", Details: JsonSerializer.Serialize(new { recipient, isActive = true })),
            async own =>
            {
                own.Add(new ExportSeed { PublicId = id, Recipient = recipient, NumberCipher = cipher, CreatedAt = now, CreatedBy = actor.Key });
                await own.SaveChangesAsync();
                return true;
            });
        return new(saved.Error);
    }

    /// <summary>Takes a recipient into new exports, or out of them.</summary>
    public async Task<Result> SwitchAsync(PublicId seed, bool isActive, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageSeeds);
        cancellation.ThrowIfCancellationRequested();
        var switched = await ledger.ChangeAsync(
            new(actor, AuditAction.SeedSaved, Subject: $"{seed}", Details: JsonSerializer.Serialize(new { isActive })),
            async own => await own.ExportSeeds.Where(s => s.PublicId == seed && s.IsActive != isActive)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.IsActive, isActive).SetProperty(s => s.Version, s => s.Version + 1)) == 1);
        return switched.Failed || switched.Value ? new Result(switched.Error) : NotFound;
    }

    // A subscriber's number would be contacted twice, and a number of two recipients would name neither.
    private async Task<Error?> RefusalAsync(DashboardDbContext db, E164Number number, CancellationToken cancellation)
    {
        var generation = await db.LedgerHead.Select(h => h.IndexGeneration).SingleAsync(cancellation);
        var index = vault.BlindIndex(number.Value, generation);
        if (await db.Subscribers.AnyAsync(s => s.BlindIndex == index, cancellation))
        {
            return NumberIsKnown;
        }

        var seeds = await db.ExportSeeds.Select(s => new { s.PublicId, s.NumberCipher }).ToListAsync(cancellation);
        return seeds.Exists(seed => vault.Decrypt(seed.NumberCipher, seed.PublicId) == number.Value) ? NumberIsTaken : null;
    }
}
