using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.CollectionPoints.Editing;

/// <summary>Lets a warning stand, with the reason. Errors cannot be let stand.</summary>
public sealed class OverrideFinding(PointWriting points, AuditTrail audit, TimeProvider clock)
{
    public const int MinReason = 10;
    public const int MaxReason = 1000;

    /// <param name="Version">The version that the actor has seen.</param>
    /// <param name="Rule">The rule's id.</param>
    public sealed record Input(PublicId Point, int Version, string Rule, string? Reason);

    public async Task<Result<PointMark>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageCollection);
        var reason = input.Reason?.Trim() ?? "";
        if (reason.Length is < MinReason or > MaxReason)
        {
            return PointErrors.ReasonLength;
        }

        var done = await points.ChangeAsync(input.Point, input.Version, open => Task.FromResult(Override(open, input.Rule, reason, actor)), cancellation);
        if (!done.Failed)
        {
            var details = JsonSerializer.Serialize(new { rule = input.Rule });
            await audit.RecordAsync(new AuditDraft(actor, AuditAction.FindingOverridden, Subject: input.Point.ToString(), Reason: reason, Details: details), CancellationToken.None);
        }

        return done;
    }

    private Result Override(OpenPoint open, string rule, string reason, Actor actor)
    {
        var finding = open.Lint().FirstOrDefault(found => found.Rule.Id == rule);
        Error? refusal = (open.Point.Status, finding) switch
        {
            (CollectionPointStatus.Retired, _) => PointErrors.Retired,
            (_, null) => PointErrors.FindingGone,
            (_, { IsError: true }) => PointErrors.FindingIsError,
            _ => null,
        };
        if (refusal is not null)
        {
            return refusal;
        }

        open.Override(rule, reason, actor.Key, clock.UtcMilliseconds());
        return Result.Ok;
    }
}
