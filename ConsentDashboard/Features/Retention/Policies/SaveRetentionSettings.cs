using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Retention.Policies;

/// <summary>Says from how many subscribers on a run needs a second person; 0: every run does. Asking for fewer eyes takes the password.</summary>
public sealed class SaveRetentionSettings(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, ConfirmIdentity identity)
{
    /// <param name="Version">As it was read.</param>
    /// <param name="Password">Where the number rises.</param>
    public sealed record Input(int ApprovalFrom, int Version, string? Password = null);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManagePolicies);
        if (input.ApprovalFrom < 0)
        {
            return PolicyRefusals.ApprovalFrom;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var before = await db.RetentionSettings.AsNoTracking().SingleAsync(cancellation);
        if (before.Version != input.Version)
        {
            return PolicyRefusals.SettingsStale;
        }

        if (before.ApprovalFrom == input.ApprovalFrom)
        {
            return Result.Ok;
        }

        if (input.ApprovalFrom > before.ApprovalFrom && !await identity.IsAsync(actor, input.Password))
        {
            return PolicyRefusals.PasswordWrong;
        }

        var saved = await ledger.ChangeAsync(
            new(actor, AuditAction.RetentionSettingsSaved, Details: JsonSerializer.Serialize(new { before = before.ApprovalFrom, after = input.ApprovalFrom })),
            async change => await change.RetentionSettings.Where(s => s.Version == input.Version).ExecuteUpdateAsync(set => set
                .SetProperty(s => s.ApprovalFrom, input.ApprovalFrom)
                .SetProperty(s => s.Version, s => s.Version + 1)) == 1);
        return saved.Failed ? saved.Error : saved.Value ? Result.Ok : PolicyRefusals.SettingsStale;
    }
}
