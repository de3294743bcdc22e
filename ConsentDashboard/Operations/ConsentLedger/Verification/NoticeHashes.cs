using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>The content hashes of the wordings as they are stored now; each event carries the hash of what was shown.</summary>
internal sealed class NoticeHashes
{
    private readonly Dictionary<long, byte[]> _hashes = [];
    private readonly HashSet<long> _changed = [];

    public static async Task<NoticeHashes> LoadAsync(DashboardDbContext db, CancellationToken cancellation)
    {
        var hashes = new NoticeHashes();
        var versions = await (
            from version in db.NoticeVersions.AsNoTracking()
            join notice in db.Notices on version.NoticeId equals notice.Id
            where version.ContentHash != null
            select new { Version = version, Notice = notice }).ToListAsync(cancellation);
        var texts = (await db.NoticeTexts.AsNoTracking().ToListAsync(cancellation)).ToLookup(text => text.NoticeVersionId);
        var purposes = (await (
            from link in db.NoticeVersionPurposes
            join purpose in db.Purposes on link.PurposeId equals purpose.Id
            select new { link.NoticeVersionId, Purpose = purpose }).ToListAsync(cancellation)).ToLookup(link => link.NoticeVersionId, link => link.Purpose);
        foreach (var item in versions)
        {
            var (id, stored) = (item.Version.Id, item.Version.ContentHash!);
            hashes._hashes[id] = stored;
            if (!stored.AsSpan().SequenceEqual(NoticeContent.HashOf(item.Notice, item.Version, texts[id], purposes[id])))
            {
                hashes._changed.Add(id);
            }
        }

        return hashes;
    }

    public void Report(Findings findings)
    {
        foreach (var id in _changed)
        {
            findings.Add(FindingKind.NoticeChanged, $"The words of notice version {id} are not those that were published.");
        }
    }

    public bool Matches(ConsentEvent act) => act.NoticeVersionId is not { } id
        || (_hashes.TryGetValue(id, out var hash) && !_changed.Contains(id) && hash.AsSpan().SequenceEqual(act.NoticeContentHash));
}
