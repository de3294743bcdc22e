using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Links;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.CollectionPoints.Snippets;

/// <summary>The form of a point as plain HTML for a page of the sender's own; it carries a signed token that names the page.</summary>
public sealed class MakeSnippet(IDbContextFactory<DashboardDbContext> contexts, PageTokens tokens, PublicAddress address)
{
    public const int MaxPageAddress = 1000;

    /// <param name="PageAddress">Where it will stand: absolute, http or https.</param>
    /// <param name="Asked">The address of this site as the asker sees it.</param>
    public sealed record Input(PublicId Point, string Language, string? PageAddress, string Asked);

    public async Task<Result<string>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewCollection);
        var page = input.PageAddress?.Trim() ?? "";
        if (page.Length > MaxPageAddress || !Uri.TryCreate(page, UriKind.Absolute, out var uri) || uri is not { Scheme: "http" or "https", Host.Length: > 0, UserInfo.Length: 0 })
        {
            return PointErrors.PageAddress;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var point = await db.CollectionPoints.AsNoTracking().FirstOrDefaultAsync(p => p.PublicId == input.Point, cancellation);
        if (point is null)
        {
            return PointErrors.NotFound;
        }

        if (point.Status == CollectionPointStatus.Retired)
        {
            return PointErrors.Retired;
        }

        var contact = await WordingAsync(db, point.NoticeVersionId, input.Language, cancellation);
        var processing = await WordingAsync(db, point.ProcessingNoticeVersionId, input.Language, cancellation);
        if (contact is null || (point.ProcessingNoticeVersionId is not null && processing is null))
        {
            return point.NoticeVersionId is null ? PointErrors.NoWording : PointErrors.NoLanguage;
        }

        var fields = await db.CollectionPointFields.AsNoTracking().Where(field => field.CollectionPointId == point.Id).OrderBy(field => field.Id).ToListAsync(cancellation);
        var token = tokens.Write(new(point.PublicId, contact.Version.PublicId, processing?.Version.PublicId ?? default, input.Language, uri.AbsoluteUri));
        return new SnippetHtml(input.Language).Write(address.Of($"join/{point.Slug}", input.Asked), token, point, fields, contact, processing);
    }

    private static async Task<SnippetWording?> WordingAsync(DashboardDbContext db, long? versionId, string language, CancellationToken cancellation)
    {
        var version = await db.NoticeVersions.AsNoTracking().FirstOrDefaultAsync(v => v.Id == versionId && v.Status == NoticeStatus.Published, cancellation);
        var text = await db.NoticeTexts.AsNoTracking().FirstOrDefaultAsync(t => t.NoticeVersionId == versionId && t.Language == language, cancellation);
        if (version is null || text is null)
        {
            return null;
        }

        var purposes = await db.Purposes.AsNoTracking()
            .Where(purpose => db.NoticeVersionPurposes.Any(named => named.NoticeVersionId == versionId && named.PurposeId == purpose.Id))
            .OrderBy(purpose => purpose.Id)
            .ToListAsync(cancellation);
        return new(version, text, [.. purposes.Select(purpose => language.StartsWith("ru", StringComparison.Ordinal) ? purpose.TextRu : purpose.TextEn)]);
    }
}

/// <summary>A published wording in one language.</summary>
internal sealed record SnippetWording(NoticeVersion Version, NoticeText Text, IReadOnlyList<string> Purposes);
