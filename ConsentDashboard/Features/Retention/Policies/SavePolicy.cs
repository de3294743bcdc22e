using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Schedules;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Retention.Policies;

/// <summary>Stores a policy; a new one is off. Changing what it finds or does makes a revision, for which no earlier approval counts.</summary>
public sealed class SavePolicy(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, TimeProvider clock)
{
    public const int MaxName = 100;

    public sealed record Input
    {
        /// <summary>Null: a new one.</summary>
        public PublicId? Id { get; init; }

        public string Name { get; init; } = "";

        public PolicyDefinition Definition { get; init; } = new();

        public int WarnPercent { get; init; } = 10;

        /// <summary>Null or empty: run by hand only.</summary>
        public string? Cron { get; init; }

        public string TimeZone { get; init; } = "UTC";

        /// <summary>As it was read.</summary>
        public int Version { get; init; }
    }

    /// <returns>The policy's public id.</returns>
    public async Task<Result<PublicId>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManagePolicies);
        var now = clock.UtcMilliseconds();
        input = Plain(input);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var wrong = Wrong(input, now) ?? await MisplacedAsync(db, input.Definition, cancellation);
        if (wrong is not null)
        {
            return wrong;
        }

        var before = input.Id is { } id
            ? await db.RetentionPolicies.AsNoTracking().FirstOrDefaultAsync(p => p.PublicId == id && p.ArchivedAt == null, cancellation)
            : new() { PublicId = PublicId.Create(), CreatedAt = now, Revision = 0 };
        if (before is null || (input.Id is not null && before.Version != input.Version))
        {
            return before is null ? PolicyRefusals.NotFound : PolicyRefusals.Stale;
        }

        var after = After(before, input, actor, now);
        Error? refused = null;
        var saved = await ledger.ChangeAsync(Audit(actor, after), async change =>
        {
            (refused, after.Id) = (null, before.Id);
            refused = await change.RetentionPolicies.AnyAsync(p => p.Name == after.Name && p.ArchivedAt == null && p.Id != before.Id, CancellationToken.None) ? PolicyRefusals.NameTaken
                : await PolicyRows.WriteAsync(change, after) ? null
                : PolicyRefusals.Stale;
            return refused is null;
        });
        return saved.Error is { } error ? error : refused is not null ? refused : after.PublicId;
    }

    private static Input Plain(Input input) => input with
    {
        Name = input.Name.Trim(),
        Cron = string.IsNullOrWhiteSpace(input.Cron) ? null : input.Cron.Trim(),
        Definition = input.Definition with
        {
            Region = string.IsNullOrWhiteSpace(input.Definition.Region) ? null : input.Definition.Region.Trim().ToUpperInvariant(),
            CountsOurSends = input.Definition is { Trigger: RetentionTrigger.Inactive, CountsOurSends: true },
        },
    };

    private static Error? Wrong(Input input, DateTime now) =>
        input.Name.Length is 0 or > MaxName ? PolicyRefusals.NameMissing
        : input.Definition.Refusal() is { } refusal ? refusal
        : input.Definition.Region is { } region && (region.Length != 2 || !region.All(char.IsAsciiLetterUpper)) ? PolicyRefusals.UnknownRegion
        : input.WarnPercent is < 1 or > 100 ? PolicyRefusals.WarnPercent
        : input.Cron is { } cron ? CronTimes.Parse(cron, input.TimeZone, now).Error
        : null;

    private static async Task<Error?> MisplacedAsync(DashboardDbContext db, PolicyDefinition definition, CancellationToken cancellation)
    {
        if (definition.SenderId is { } sender && !await db.Senders.AnyAsync(s => s.Id == sender, cancellation))
        {
            return PolicyRefusals.UnknownSender;
        }

        if (definition.CollectionPointId is not { } point)
        {
            return null;
        }

        var owner = await db.CollectionPoints.Where(p => p.Id == point).Select(p => (long?)p.SenderId).FirstOrDefaultAsync(cancellation);
        return owner is null ? PolicyRefusals.UnknownPoint : definition.SenderId is { } named && named != owner ? PolicyRefusals.PointOfAnother : null;
    }

    // What was due before the times were changed is not made up, and a moment that was taken is not taken again; but one
    // that a clock took which ran ahead would keep the schedule silent until then.
    private static RetentionPolicy After(RetentionPolicy before, Input input, Actor actor, DateTime now) => new()
    {
        PublicId = before.PublicId,
        Name = input.Name,
        IsOn = before.IsOn,
        Trigger = input.Definition.Trigger,
        Period = input.Definition.Period,
        Unit = input.Definition.Unit,
        Action = input.Definition.Action,
        SenderId = input.Definition.SenderId,
        Region = input.Definition.Region,
        CollectionPointId = input.Definition.CollectionPointId,
        CountsOurSends = input.Definition.CountsOurSends,
        WarnPercent = input.WarnPercent,
        Cron = input.Cron,
        TimeZone = input.TimeZone,
        LastDueAt = (before.Cron, before.TimeZone) == (input.Cron, input.TimeZone) ? before.LastDueAt : PolicyRows.Later(before.LastDueAt, now),
        CreatedAt = before.CreatedAt,
        UpdatedAt = now,
        UpdatedBy = actor.Key,
        UpdatedByName = actor.Name,
        ArrangedBy = Arranges(before, input) ? actor.Key : before.ArrangedBy,
        Revision = PolicyDefinition.Of(before) == input.Definition ? before.Revision : before.Revision + 1,
        Version = before.Version + 1,
    };

    // Another name or percentage does not make a schedule somebody else's: its author could approve it then.
    private static bool Arranges(RetentionPolicy before, Input input) =>
        PolicyDefinition.Of(before) != input.Definition || (before.Cron, before.TimeZone) != (input.Cron, input.TimeZone);

    private static AuditDraft Audit(Actor actor, RetentionPolicy policy) => new(
        actor,
        AuditAction.PolicySaved,
        Subject: $"{policy.PublicId}",
        Details: JsonSerializer.Serialize(new { revision = policy.Revision, definition = PolicyDefinition.Of(policy).ToJson(), warn = policy.WarnPercent, cron = policy.Cron, zone = policy.TimeZone }));
}
