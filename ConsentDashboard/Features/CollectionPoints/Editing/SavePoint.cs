using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.CollectionPoints.Linting;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.CollectionPoints.Editing;

/// <summary>Stores a point as it was typed. A draft may have findings; an edit of a point in use may bring none.</summary>
public sealed class SavePoint(PointWriting points, AuditTrail audit, TimeProvider clock)
{
    /// <param name="Point">Null for a new one.</param>
    /// <param name="Version">The version that the actor has seen.</param>
    public sealed record Input(PublicId? Point, int Version, PointDraft Draft);

    public async Task<Result<PointMark>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageCollection);
        var saved = await points.ChangeAsync(input.Point, input.Version, open => SaveAsync(open, input.Draft), cancellation);
        if (saved is { Failed: false, Value: { } mark })
        {
            var details = JsonSerializer.Serialize(new { name = input.Draft.Name.Trim(), version = mark.Version });
            await audit.RecordAsync(new AuditDraft(actor, AuditAction.PointSaved, Subject: mark.Point.ToString(), Details: details), CancellationToken.None);
        }

        return saved;
    }

    private async Task<Result> SaveAsync(OpenPoint open, PointDraft draft)
    {
        var (point, catalogue) = (open.Point, open.Catalogue);
        if (DraftRules.Refusal(draft, catalogue) is { } incomplete)
        {
            return incomplete;
        }

        if (DraftRules.Refusal(draft, point, catalogue) is { } unchangeable)
        {
            return unchangeable;
        }

        if (await open.IsSlugTakenAsync(draft.Slug.Trim()))
        {
            return PointErrors.SlugTaken;
        }

        var before = open.Lint();
        draft.WriteTo(point, catalogue);
        open.ReplaceFields(draft.Fields);
        point.CreatedAt = point.CreatedAt == default ? clock.UtcMilliseconds() : point.CreatedAt;
        var now = open.Lint();

        // What was wrong before the edit is not the edit's doing, and mending one thing of two must be possible.
        if (point.Status == CollectionPointStatus.Active && PointLinter.New(now, before).FirstOrDefault() is { } brought)
        {
            return PointErrors.Brings(brought);
        }

        open.DropOverrides(before, now);
        return Result.Ok;
    }
}
