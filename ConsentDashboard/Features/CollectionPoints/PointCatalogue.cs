using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.CollectionPoints.Linting;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.CollectionPoints;

/// <summary>The senders and wordings that points may refer to, at one moment. There are few of them, whatever the number of subscribers.</summary>
public sealed class PointCatalogue
{
    private readonly Dictionary<long, Sender> _senders;
    private readonly Dictionary<long, WordingFacts> _wordings;

    public PointCatalogue(IEnumerable<Sender> senders, IEnumerable<WordingFacts> wordings)
    {
        _senders = senders.ToDictionary(sender => sender.Id);
        _wordings = wordings.ToDictionary(wording => wording.Version.Id);
    }

    public IEnumerable<Sender> Senders => _senders.Values.OrderBy(sender => sender.Name, StringComparer.CurrentCulture);

    public Sender? Find(PublicId? sender) => _senders.Values.FirstOrDefault(found => found.PublicId == sender);

    public Sender? Sender(long id) => _senders.GetValueOrDefault(id);

    public WordingFacts? FindWording(PublicId? version) => _wordings.Values.FirstOrDefault(found => found.Version.PublicId == version);

    public WordingFacts? Wording(long? version) => version is { } id ? _wordings.GetValueOrDefault(id) : null;

    /// <summary>What may be chosen for a sender: its published wordings of the kind, newest first.</summary>
    public IEnumerable<WordingFacts> Offered(long sender, Domain.Consents.ConsentKind kind) => _wordings.Values
        .Where(wording => wording.Notice.SenderId == sender && wording.Notice.Kind == kind && wording.Version.Status == NoticeStatus.Published)
        .OrderBy(wording => wording.Notice.Name, StringComparer.CurrentCulture).ThenByDescending(wording => wording.Version.Number);

    public PointFacts FactsOf(CollectionPoint point, IReadOnlyList<CollectionPointField> fields) => new()
    {
        Point = point,
        Fields = fields,
        Sender = Sender(point.SenderId),
        Notice = Wording(point.NoticeVersionId),
        Processing = Wording(point.ProcessingNoticeVersionId),
        KnownRegions = NumberFormats.Regions,
    };

    internal static async Task<PointCatalogue> ReadAsync(DashboardDbContext db, CancellationToken cancellation)
    {
        var senders = await db.Senders.AsNoTracking().ToListAsync(cancellation);
        var notices = await db.Notices.AsNoTracking().ToDictionaryAsync(notice => notice.Id, cancellation);
        var versions = await db.NoticeVersions.AsNoTracking().ToListAsync(cancellation);
        var texts = (await db.NoticeTexts.AsNoTracking().ToListAsync(cancellation)).ToLookup(text => text.NoticeVersionId);
        var purposes = await db.NoticeVersionPurposes.GroupBy(named => named.NoticeVersionId).Select(all => new { all.Key, Count = all.Count() }).ToDictionaryAsync(all => all.Key, all => all.Count, cancellation);
        return new(senders, versions.Select(version => new WordingFacts(notices[version.NoticeId], version, [.. texts[version.Id]], purposes.GetValueOrDefault(version.Id))));
    }
}
