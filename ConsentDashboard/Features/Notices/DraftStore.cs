using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Notices;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Notices;

/// <summary>A version as the database has it, to be changed and saved in one transaction.</summary>
internal sealed class DraftStore(DashboardDbContext db, Notice notice, NoticeVersion version)
{
    public Notice Notice { get; } = notice;

    public NoticeVersion Version { get; } = version;

    public static async Task<DraftStore?> FindAsync(DashboardDbContext db, PublicId versionId) =>
        await db.NoticeVersions.FirstOrDefaultAsync(v => v.PublicId == versionId) is { } version
            ? new(db, await db.Notices.SingleAsync(n => n.Id == version.NoticeId), version)
            : null;

    /// <summary>
    /// What would be published. The sender's token moves with it: whoever edits the purposes at the same moment loses,
    /// for their words are about to be part of the content hash.
    /// </summary>
    public async Task<NoticeDraft> ReadAsync()
    {
        var sender = await db.Senders.SingleAsync(s => s.Id == Notice.SenderId);
        sender.Version++;
        var texts = await db.NoticeTexts.Where(t => t.NoticeVersionId == Version.Id).ToListAsync();
        var purposes = await db.Purposes.Where(p => db.NoticeVersionPurposes.Any(l => l.NoticeVersionId == Version.Id && l.PurposeId == p.Id)).ToListAsync();
        return new(sender, Notice, Version, texts, purposes);
    }

    public async Task ReplaceTextsAsync(IEnumerable<NoticeText> texts)
    {
        var stored = await db.NoticeTexts.Where(t => t.NoticeVersionId == Version.Id).ToListAsync();
        foreach (var text in texts)
        {
            text.NoticeVersionId = Version.Id;
            if (stored.Find(t => t.Language == text.Language) is { } same)
            {
                db.Entry(same).CurrentValues.SetValues(text);
                stored.Remove(same);
            }
            else
            {
                db.Add(text);
            }
        }

        db.RemoveRange(stored);
    }

    /// <returns>Whether all of them are purposes of the notice's sender.</returns>
    public async Task<bool> ReplacePurposesAsync(IReadOnlySet<PublicId> chosen)
    {
        var offered = await db.Purposes.Where(p => p.SenderId == Notice.SenderId).Select(p => new { p.Id, p.PublicId }).ToListAsync();
        var wanted = offered.Where(p => chosen.Contains(p.PublicId)).Select(p => p.Id).ToHashSet();
        var stored = await db.NoticeVersionPurposes.Where(l => l.NoticeVersionId == Version.Id).ToListAsync();
        db.RemoveRange(stored.Where(l => !wanted.Contains(l.PurposeId)));
        db.AddRange(wanted.Except(stored.Select(l => l.PurposeId)).Select(id => new NoticeVersionPurpose { NoticeVersionId = Version.Id, PurposeId = id }));
        return wanted.Count == chosen.Count;
    }

    /// <returns>False where another edit came first; nothing is stored then.</returns>
    public async Task<bool> SaveAsync()
    {
        Version.Version++;
        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }
}
