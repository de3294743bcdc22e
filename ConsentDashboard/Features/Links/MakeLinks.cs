using System.Globalization;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Links;

/// <summary>Makes the preference links of a campaign. They are not stored: the same number gets the same link for ever.</summary>
public sealed class MakeLinks(IDbContextFactory<DashboardDbContext> contexts, NumberVault vault, LinkTokens tokens, PublicAddress address, AuditTrail audit)
{
    public const int MaxNumbers = 10_000;

    public const string UnknownNumber = "unknown";
    public const string InvalidNumber = "phone_invalid";

    // SQLite finds a parameter by going through all of them, so that many small statements beat a few large ones.
    private const int Chunk = 200;

    /// <param name="asked">The address of the site as the caller sees it.</param>
    public async Task<Result<LinksResponse>> ExecuteAsync(LinksRequest request, ApiClient client, string asked, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        var sender = PublicId.TryParse(request.Sender, out var id) ? await db.Senders.AsNoTracking().FirstOrDefaultAsync(s => s.PublicId == id, cancellation) : null;
        if (Wrong(request, client, sender) is { } wrong)
        {
            return wrong;
        }

        var generation = await db.LedgerHead.Select(h => h.IndexGeneration).SingleAsync(cancellation);
        var region = request.Region ?? sender!.DefaultRegion;
        var indexes = request.Phones!.Select(phone => NumberFormats.Parse(phone, region) is { Failed: false, Value: var number } ? vault.BlindIndex(number.Value, generation) : null).ToList();
        var known = await KnownAsync(db, indexes, cancellation);
        LinkRow[] rows = [.. indexes.Select((index, i) => Row(i, index is null ? null : known.TryGetValue(Convert.ToHexString(index), out var person) ? person : default(PublicId?), index is null, sender!.Id, asked))];

        var made = rows.Count(row => row.Error is null);
        await audit.RecordAsync(
            new(client.Actor, AuditAction.LinksMade, Subject: $"{sender!.PublicId}", Details: string.Create(CultureInfo.InvariantCulture, $$"""{"asked":{{rows.Length}},"made":{{made}}}""")),
            CancellationToken.None);
        return new LinksResponse(rows);
    }

    private static Error? Wrong(LinksRequest request, ApiClient client, Sender? sender) => request switch
    {
        _ when sender is null => LinkErrors.UnknownSender,
        _ when !client.MaySpeakFor(sender.Id) => LinkErrors.OtherSender,
        { Phones: null or { Count: 0 } } => LinkErrors.NoPhones,
        { Phones.Count: > MaxNumbers } => LinkErrors.TooMany,
        { Region: { } region } when !NumberFormats.IsKnownRegion(region) => LinkErrors.UnknownRegion,
        _ => null,
    };

    private LinkRow Row(int index, PublicId? person, bool isInvalid, long sender, string asked)
    {
        if (person is not { } id)
        {
            return new(index, null, null, isInvalid ? InvalidNumber : UnknownNumber);
        }

        var token = tokens.Write(sender, id);
        return new(index, token, address.Of($"p/{token}", asked), null);
    }

    // Whoever is erased has no keyed hash any more.
    private static async Task<Dictionary<string, PublicId>> KnownAsync(DashboardDbContext db, List<byte[]?> indexes, CancellationToken cancellation)
    {
        Dictionary<string, PublicId> known = new(indexes.Count, StringComparer.Ordinal);
        foreach (var some in indexes.OfType<byte[]>().Chunk(Chunk))
        {
            foreach (var found in await db.Subscribers.Where(s => some.Contains(s.BlindIndex) && s.ErasedAt == null).Select(s => new { s.BlindIndex, s.PublicId }).ToListAsync(cancellation))
            {
                known[Convert.ToHexString(found.BlindIndex!)] = found.PublicId;
            }
        }

        return known;
    }
}
