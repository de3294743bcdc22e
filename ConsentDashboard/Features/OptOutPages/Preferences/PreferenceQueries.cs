using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.OptOutPages.Preferences;

internal sealed class PreferenceQueries(IDbContextFactory<DashboardDbContext> contexts, LinkTokens tokens, NumberVault vault, PointCatalog points, TimeProvider clock)
{
    private static readonly CollectionPointKind[] Forms = [CollectionPointKind.Newsletter, CollectionPointKind.SiteRegistration, CollectionPointKind.Checkout];

    /// <returns>Null where the link is not one of ours, or not whole.</returns>
    public async Task<LinkedPerson?> FindAsync(string token, CancellationToken cancellation)
    {
        if (tokens.Read(token) is not { } link)
        {
            return null;
        }

        var now = clock.UtcMilliseconds();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        var person = await db.Subscribers.AsNoTracking().FirstOrDefaultAsync(s => s.PublicId == link.Subscriber, cancellation);
        var sender = await db.Senders.Where(s => s.Id == link.SenderId).Select(s => s.Name).FirstOrDefaultAsync(cancellation);
        if (person is null || sender is null)
        {
            return null;
        }

        var given = (await db.Consents.AsNoTracking()
                .Where(c => c.SubscriberId == person.Id && c.SenderId == link.SenderId && c.Kind == ConsentKind.Contact && c.State == ConsentState.Given && c.ExpiresAt > now)
                .Select(c => new { c.Channel, c.MessageType }).ToListAsync(cancellation))
            .Aggregate(ConsentCells.None, (all, c) => all | Cells.Of(c.Channel, c.MessageType));
        var stopped = person.BlindIndex is not { } index ? ConsentCells.None : (await db.Suppressions
                .Where(s => s.BlindIndex == index && s.Kind == ConsentKind.Contact && s.EndedAt == Times.Never && (s.SenderId == null || s.SenderId == link.SenderId))
                .Select(s => s.Cells).ToListAsync(cancellation))
            .Aggregate(ConsentCells.None, (all, cells) => all | cells);
        return new()
        {
            Id = person.Id,
            PublicId = person.PublicId,
            SenderId = link.SenderId,
            SenderName = sender,
            Language = person.Language,
            Number = person is { Cipher: { } cipher, RestrictedAt: null, ErasedAt: null } ? vault.Mask(cipher, person.PublicId) : null,
            IsErased = person.ErasedAt is not null,
            Given = given,
            IsStopped = given == ConsentCells.None && stopped == ConsentCells.All,
            FormSlug = await FormAsync(db, link.SenderId, cancellation),
        };
    }

    /// <summary>What can still be undone of what she did by the link.</summary>
    public async Task<UndoOutlook> OutlookAsync(LinkedPerson person, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var chain = db.ConsentEvents.AsNoTracking().Where(e => e.SubscriberId == person.Id);

        // Most people who look have done nothing by the link, and need no chain to be read.
        return await chain.AnyAsync(e => e.Type == ConsentEventType.Withdrawn && e.Source == Source.PreferenceLink, cancellation)
            ? UndoOutlook.Of(await chain.OrderBy(e => e.Seq).ToListAsync(cancellation), person.SenderId, clock.UtcMilliseconds())
            : UndoOutlook.Nothing;
    }

    /// <param name="subscriberId">Whose.</param>
    /// <param name="senderId">Null: any sender.</param>
    /// <param name="cells">Which of them.</param>
    public async Task<bool> IsGivenAsync(long subscriberId, long? senderId, ConsentCells cells)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var given = await db.Consents.AsNoTracking()
            .Where(c => c.SubscriberId == subscriberId && (senderId == null || c.SenderId == senderId) && c.Kind == ConsentKind.Contact && c.State == ConsentState.Given)
            .Select(c => new { c.Channel, c.MessageType }).ToListAsync();
        return given.Exists(c => (Cells.Of(c.Channel, c.MessageType) & cells) != ConsentCells.None);
    }

    private async Task<string?> FormAsync(DashboardDbContext db, long senderId, CancellationToken cancellation)
    {
        var slugs = await db.CollectionPoints
            .Where(p => p.SenderId == senderId && p.Status == CollectionPointStatus.Active && !p.IsTest && Forms.Contains(p.Kind))
            .OrderByDescending(p => p.Kind == CollectionPointKind.Newsletter).ThenBy(p => p.Id).Select(p => p.Slug).Take(10).ToListAsync(cancellation);
        foreach (var slug in slugs)
        {
            if (await points.FindAsync(slug, cancellation) is { IsOpen: true })
            {
                return slug;
            }
        }

        return null;
    }
}
