using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Operations.Webhooks;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Webhooks;

/// <summary>Stores a receiver. The secret of a new one is in the answer and nowhere else.</summary>
public sealed class SaveWebhook(
    IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, WebhookSecrets secrets, WebhookOptions options, OutboxFeed feed, TimeProvider clock)
{
    public sealed record Input
    {
        /// <summary>Null: a new one.</summary>
        public PublicId? Id { get; set; }

        public string Name { get; set; } = "";

        public string Address { get; set; } = "";

        /// <summary>Null: every sender.</summary>
        public PublicId? Sender { get; set; }

        public int Version { get; set; }
    }

    /// <param name="Secret">Of a new receiver; null otherwise.</param>
    public sealed record Saved(PublicId Id, string? Secret);

    public async Task<Result<Saved>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageWebhooks);
        var (name, address) = (input.Name.Trim(), input.Address.Trim());
        if (WebhookRules.Wrong(name, address, options.AllowPrivateTargets) is { } wrong)
        {
            return wrong;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sender = input.Sender is { } named ? await db.Senders.Where(s => s.PublicId == named).Select(s => (long?)s.Id).FirstOrDefaultAsync(cancellation) : null;
        if (input.Sender is not null && sender is null)
        {
            return WebhookErrors.UnknownSender;
        }

        string? secret = null;
        WebhookEndpoint? endpoint;
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            endpoint = input.Id is { } id ? await db.WebhookEndpoints.FirstOrDefaultAsync(e => e.PublicId == id, CancellationToken.None) : New(db, actor, out secret);
            if (endpoint is null)
            {
                return WebhookErrors.NotFound;
            }

            if (input.Id is not null && endpoint.Version != input.Version)
            {
                return WebhookErrors.Stale;
            }

            (endpoint.Name, endpoint.Address, endpoint.SenderId) = (name, address, sender);
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

        await audit.RecordAsync(new(actor, AuditAction.WebhookSaved, Subject: $"{endpoint.PublicId}", Details: $$"""{"version":{{endpoint.Version}}}"""), CancellationToken.None);
        feed.Wake();
        return new Saved(endpoint.PublicId, secret);
    }

    private WebhookEndpoint New(DashboardDbContext db, Actor actor, out string secret)
    {
        var endpoint = new WebhookEndpoint { PublicId = PublicId.Create(), CreatedAt = clock.UtcMilliseconds(), CreatedBy = actor.Key };
        (secret, endpoint.SecretCipher) = secrets.Create(endpoint.PublicId);
        db.Add(endpoint);
        return endpoint;
    }
}
