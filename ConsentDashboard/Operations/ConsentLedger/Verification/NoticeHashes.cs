using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>The content hashes of the wordings as they are stored now; each event carries the hash of what was shown.</summary>
internal sealed class NoticeHashes
{
    private readonly Dictionary<long, byte[]> _hashes;

    private NoticeHashes(Dictionary<long, byte[]> hashes) => _hashes = hashes;

    public static async Task<NoticeHashes> LoadAsync(DashboardDbContext db, CancellationToken cancellation) => new(await db.NoticeVersions
        .Where(v => v.ContentHash != null)
        .ToDictionaryAsync(v => v.Id, v => v.ContentHash!, cancellation));

    public bool Matches(ConsentEvent act) => act.NoticeVersionId is not { } id
        || (_hashes.TryGetValue(id, out var hash) && hash.AsSpan().SequenceEqual(act.NoticeContentHash));
}
