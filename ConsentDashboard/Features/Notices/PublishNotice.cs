using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Notices;

/// <summary>Freezes a draft. From then on it has its permanent public address.</summary>
public sealed class PublishNotice(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, TimeProvider clock)
{
    /// <param name="Version">The token of what the officer saw; another edit in between refuses.</param>
    public sealed record Input(PublicId VersionId, int Version);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageCollection);
        DraftStore? stored;
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            stored = await DraftStore.FindAsync(db, input.VersionId);
            if (stored is null)
            {
                return NoticeErrors.NotFound;
            }

            if (stored.Version.Version != input.Version && stored.Version.Status == NoticeStatus.Draft)
            {
                return NoticeErrors.Stale;
            }

            var published = await PublishAsync(db, stored, actor);
            if (published.Failed)
            {
                return published;
            }

            if (!await stored.SaveAsync())
            {
                return NoticeErrors.Stale;
            }
        }

        await audit.RecordAsync(new(actor, AuditAction.NoticePublished, Subject: $"{stored.Notice.PublicId}", Details: VersionDetail.Of(stored.Version)), CancellationToken.None);
        return Result.Ok;
    }

    // A language that the sender has given up since was in nobody's sight.
    private async Task<Result> PublishAsync(DashboardDbContext db, DraftStore stored, Actor actor)
    {
        var draft = await stored.ReadAsync();
        var languages = draft.Sender.LanguageTags();
        var (spoken, unseen) = (draft.Texts.Where(text => languages.Contains(text.Language)).ToList(), draft.Texts.Where(text => !languages.Contains(text.Language)).ToList());
        if (draft.Version.Status == NoticeStatus.Draft)
        {
            db.RemoveRange(unseen);
        }

        return NoticePublication.Publish(draft with { Texts = spoken }, clock.UtcMilliseconds(), actor.Key);
    }
}
