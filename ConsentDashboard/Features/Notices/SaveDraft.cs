using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Notices;

/// <summary>Stores a draft as far as it has come. What is published is never touched.</summary>
public sealed class SaveDraft(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit)
{
    /// <returns>The new <see cref="DraftForm.Version"/>.</returns>
    public async Task<Result<int>> ExecuteAsync(DraftForm input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageCollection);
        if (DraftRules.Refusal(input) is { } wrong)
        {
            return wrong;
        }

        DraftStore? draft;
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            draft = await DraftStore.FindAsync(db, input.PublicId);
            Error? refusal = draft switch
            {
                null => NoticeErrors.NotFound,
                { Version.Status: not NoticeStatus.Draft } => NoticeErrors.NotADraft,
                { Version.Version: var stored } when stored != input.Version => NoticeErrors.Stale,
                _ => null,
            };
            if (refusal is not null)
            {
                return refusal;
            }

            draft!.Notice.Name = input.Name.Trim();
            input.CopyTo(draft.Version);
            await draft.ReplaceTextsAsync(input.Texts.Select(text => text.ToText(input.Cells)));
            if (!await draft.ReplacePurposesAsync(input.Purposes))
            {
                return NoticeErrors.UnknownPurpose;
            }

            if (!await draft.SaveAsync())
            {
                return NoticeErrors.Stale;
            }
        }

        await audit.RecordAsync(new(actor, AuditAction.NoticeSaved, Subject: $"{draft.Notice.PublicId}", Details: VersionDetail.Of(draft.Version)), CancellationToken.None);
        return draft.Version.Version;
    }
}
