using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Notices;

/// <summary>Begins the next version of a notice with the words of the last.</summary>
public sealed class StartVersion(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit)
{
    /// <returns>The number of the new draft.</returns>
    public async Task<Result<int>> ExecuteAsync(PublicId noticeId, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageCollection);
        NoticeVersion draft;
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            var last = await db.NoticeVersions.AsNoTracking()
                .Where(v => db.Notices.Any(n => n.PublicId == noticeId && n.Id == v.NoticeId))
                .OrderByDescending(v => v.Number).FirstOrDefaultAsync(CancellationToken.None);
            if (last is null or { Status: NoticeStatus.Draft })
            {
                return last is null ? NoticeErrors.NothingToCopy : NoticeErrors.DraftExists;
            }

            draft = await CopyAsync(db, last);
            await db.SaveChangesAsync(CancellationToken.None);
        }

        await audit.RecordAsync(new(actor, AuditAction.NoticeSaved, Subject: $"{noticeId}", Details: VersionDetail.Of(draft)), CancellationToken.None);
        return draft.Number;
    }

    private static async Task<NoticeVersion> CopyAsync(DashboardDbContext db, NoticeVersion last)
    {
        // The real id comes with the insert, and goes into the rows that name this one.
        var draft = new NoticeVersion
        {
            Id = -1,
            PublicId = PublicId.Create(),
            NoticeId = last.NoticeId,
            Number = last.Number + 1,
            Status = NoticeStatus.Draft,
            Cells = last.Cells,
            FrequencyCount = last.FrequencyCount,
            FrequencyPeriod = last.FrequencyPeriod,
            LifespanMonths = last.LifespanMonths,
            PrivacyPolicyUrl = last.PrivacyPolicyUrl,
        };
        db.Add(draft).Property(v => v.Id).IsTemporary = true;
        foreach (var text in await db.NoticeTexts.AsNoTracking().Where(t => t.NoticeVersionId == last.Id).ToListAsync())
        {
            text.NoticeVersionId = draft.Id;
            db.Add(text);
        }

        db.AddRange((await db.NoticeVersionPurposes.AsNoTracking().Where(l => l.NoticeVersionId == last.Id).ToListAsync())
            .Select(l => new NoticeVersionPurpose { NoticeVersionId = draft.Id, PurposeId = l.PurposeId }));
        return draft;
    }
}
