using System.Text;
using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Hooks;

/// <summary>Stores how a gateway's requests are read and believed. Its name is its address and never changes.</summary>
public sealed class SaveGateway(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, KeyStore keys, HooksOptions options, AuditTrail audit, TimeProvider clock)
{
    public const int MaxField = 100;
    public const int MinSecret = 16;
    public const int MaxSecret = 400;

    public static readonly Error NotFound = new("Gateway.NotFound", ErrorKind.NotFound);
    public static readonly Error Stale = new("Gateway.Stale", ErrorKind.Conflict);

    /// <summary>Everything that is wrong, in the order of the form.</summary>
    public IReadOnlyList<Error> Wrong(GatewayForm form) =>
    [
        .. ((Error?[])
        [
            When(form.PublicId is null && !HooksRules.IsName(form.Name.Trim()), "Name", nameof(form.Name)),
            When(form.PublicId is null && options.Sources.ContainsKey(form.Name.Trim()), "NameTaken", nameof(form.Name)),
            Field(form.From, nameof(form.From)),
            Field(form.To, nameof(form.To)),
            Field(form.Text, nameof(form.Text)),
            Field(form.Id, nameof(form.Id)),
            When(form.Scheme != InboundScheme.Basic && (form.Header.Trim().Length is 0 or > MaxField || form.Header.Trim().Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-')), "Header", nameof(form.Header)),
            When((form.PublicId is null || form.Secret.Length > 0) && form.Secret.Length is < MinSecret or > MaxSecret, "Secret", nameof(form.Secret)),
            When(form is { Scheme: InboundScheme.Basic, Secret.Length: > 0 } && !form.Secret.Contains(':', StringComparison.Ordinal), "BasicSecret", nameof(form.Secret)),
        ]).OfType<Error>(),
    ];

    public async Task<Result<PublicId>> ExecuteAsync(GatewayForm input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageGateways);
        if (Wrong(input) is [var wrong, ..])
        {
            return wrong;
        }

        InboundSource source;
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            var found = input.PublicId is { } id
                ? await db.InboundSources.FirstOrDefaultAsync(s => s.PublicId == id, CancellationToken.None)
                : new InboundSource { PublicId = PublicId.Create(), Name = input.Name.Trim(), CreatedAt = clock.UtcMilliseconds(), CreatedBy = actor.Key };
            Error? refused = found switch
            {
                null => NotFound,
                _ when input.PublicId is not null && found.Version != input.Version => Stale,
                _ when input.PublicId is null && await db.InboundSources.AnyAsync(s => s.Name == found.Name, CancellationToken.None) => new("Gateway.NameTaken", ErrorKind.Conflict, nameof(input.Name)),
                _ => null,
            };
            if (refused is not null)
            {
                return refused;
            }

            source = found!;
            Copy(input, source);
            db.Update(source);
            if (input.PublicId is null)
            {
                db.Entry(source).State = EntityState.Added;
            }

            await db.SaveChangesAsync(CancellationToken.None);
        }

        await audit.RecordAsync(new(actor, AuditAction.SourceSaved, Subject: source.Name, Details: JsonSerializer.Serialize(new { scheme = $"{source.Scheme}", secretChanged = input.Secret.Length > 0, isActive = source.IsActive })), CancellationToken.None);
        return source.PublicId;
    }

    private void Copy(GatewayForm from, InboundSource to)
    {
        (to.Format, to.FromField, to.ToField, to.TextField, to.IdField) = (from.Format, from.From.Trim(), from.To.Trim(), from.Text.Trim(), from.Id.Trim());
        (to.Scheme, to.Header, to.IsActive) = (from.Scheme, from.Scheme == InboundScheme.Basic ? "" : from.Header.Trim(), from.IsActive);
        to.SecretCipher = from.Secret.Length > 0 ? SealedSecrets.Seal(keys, Encoding.UTF8.GetBytes(from.Secret), to.PublicId) : to.SecretCipher;
        to.Version++;
    }

    private static Error? Field(string value, string field) => When(value.Trim().Length is 0 or > MaxField, "Field", field);

    private static Error? When(bool wrong, string key, string field) => wrong ? new($"Gateway.{key}", ErrorKind.Invalid, field) : null;
}
