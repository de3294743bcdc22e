using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Webhooks;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Webhooks;

/// <summary>Brings a new secret into force. The one before it signs too for a day, so that the receiver can take over the new one.</summary>
public sealed class RotateSecret(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, WebhookSecrets secrets, TimeProvider clock)
{
    public sealed record Input(PublicId Webhook);

    /// <returns>The new secret, which is in the answer and nowhere else.</returns>
    public async Task<Result<string>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageWebhooks);
        string secret;
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            if (await db.WebhookEndpoints.FirstOrDefaultAsync(e => e.PublicId == input.Webhook, CancellationToken.None) is not { } endpoint)
            {
                return WebhookErrors.NotFound;
            }

            (endpoint.OldSecretCipher, endpoint.OldSecretUntil) = (endpoint.SecretCipher, clock.UtcMilliseconds() + WebhookSecrets.Overlap);
            (secret, endpoint.SecretCipher) = secrets.Create(endpoint.PublicId);
            endpoint.Version++;
            try
            {
                await db.SaveChangesAsync(CancellationToken.None);
            }
            catch (DbUpdateConcurrencyException)
            {
                return WebhookErrors.Stale;
            }
        }

        await audit.RecordAsync(new(actor, AuditAction.WebhookSecretRotated, Subject: $"{input.Webhook}"), CancellationToken.None);
        return secret;
    }
}
