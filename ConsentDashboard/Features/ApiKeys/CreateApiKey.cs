using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.ApiKeys;

/// <summary>Makes a key for another system. Its secret is in the answer and nowhere else.</summary>
public sealed class CreateApiKey(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, TimeProvider clock)
{
    public const int MaxName = 100;

    public static readonly Error NameMissing = new("ApiKey.NameMissing", ErrorKind.Invalid, "name");
    public static readonly Error NoScope = new("ApiKey.NoScope", ErrorKind.Invalid, "scopes");
    public static readonly Error UnknownSender = new("ApiKey.UnknownSender", ErrorKind.Invalid, "sender");
    public static readonly Error ExpiresInThePast = new("ApiKey.ExpiresInThePast", ErrorKind.Invalid, "expires");

    public sealed record Input
    {
        public string Name { get; set; } = "";

        public ApiScopes Scopes { get; set; }

        /// <summary>Null: every sender.</summary>
        public PublicId? Sender { get; set; }

        /// <summary>The last day on which it is good; null: it has no end.</summary>
        public DateOnly? ExpiresOn { get; set; }
    }

    /// <returns>The secret.</returns>
    public async Task<Result<string>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageApiKeys);
        var now = clock.UtcMilliseconds();
        var name = input.Name.Trim();
        var expires = input.ExpiresOn is { } day && day < DateOnly.MaxValue ? day.AddDays(1).ToDateTime(default, DateTimeKind.Utc) : Times.Never;
        Error? wrong = input switch
        {
            _ when name.Length is 0 or > MaxName => NameMissing,
            { Scopes: ApiScopes.None } => NoScope,
            _ when expires <= now => ExpiresInThePast,
            _ => null,
        };
        if (wrong is not null)
        {
            return wrong;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sender = input.Sender is { } named ? await db.Senders.Where(s => s.PublicId == named).Select(s => (long?)s.Id).FirstOrDefaultAsync(cancellation) : null;
        if (input.Sender is not null && sender is null)
        {
            return UnknownSender;
        }

        var secret = ApiSecrets.Create();
        var key = new ApiKey
        {
            PublicId = PublicId.Create(),
            Name = name,
            Prefix = ApiSecrets.PrefixOf(secret),
            SecretHash = ApiSecrets.HashOf(secret),
            Scopes = input.Scopes,
            SenderId = sender,
            CreatedAt = now,
            CreatedBy = actor.Key,
            ExpiresAt = expires,
        };
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            db.Add(key);
            await db.SaveChangesAsync(CancellationToken.None);
        }

        await audit.RecordAsync(new(actor, AuditAction.ApiKeyCreated, Subject: $"{key.PublicId}", Details: $$"""{"key":"{{key.Prefix}}","scopes":"{{key.Scopes}}"}"""), CancellationToken.None);
        return secret;
    }
}
