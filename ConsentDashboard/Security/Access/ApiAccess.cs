using System.Globalization;
using System.Security.Claims;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;

namespace ConsentDashboard.Security.Access;

/// <summary>Another system that has shown its key.</summary>
/// <param name="Sender">The only sender that it may speak for; null: every one.</param>
public sealed record ApiClient(long KeyId, PublicId Key, string Name, long? Sender)
{
    public Actor Actor => Actor.Api($"{Key}", Name);

    public bool MaySpeakFor(long senderId) => Sender is null || Sender == senderId;
}

/// <summary>What doors for other systems ask of a request. Each scope is a policy.</summary>
public static class ApiAccess
{
    public const string AuthenticationScheme = "ApiKey";

    private const string KeyIdClaim = "api_key_id";
    private const string KeyClaim = "api_key";
    private const string SenderClaim = "api_sender";
    private const string ScopesClaim = "api_scopes";

    public static string Policy(ApiScopes scope) => $"api.{scope}";

    public static ClaimsPrincipal Principal(ApiClient client, ApiScopes scopes)
    {
        List<Claim> claims =
        [
            new(KeyIdClaim, client.KeyId.ToString(CultureInfo.InvariantCulture)),
            new(KeyClaim, $"{client.Key}"),
            new(Actor.NameClaim, client.Name),
            new(ScopesClaim, ((int)scopes).ToString(CultureInfo.InvariantCulture)),
        ];
        if (client.Sender is { } sender)
        {
            claims.Add(new(SenderClaim, sender.ToString(CultureInfo.InvariantCulture)));
        }

        return new(new ClaimsIdentity(claims, AuthenticationScheme));
    }

    /// <returns>Null for whoever showed no key.</returns>
    public static ApiClient? Client(ClaimsPrincipal principal) =>
        Number(principal, KeyIdClaim) is { } id && PublicId.TryParse(principal.FindFirstValue(KeyClaim), out var key)
            ? new(id, key, principal.FindFirstValue(Actor.NameClaim) ?? "", Number(principal, SenderClaim))
            : null;

    internal static bool Has(ClaimsPrincipal principal, ApiScopes scope) => Number(principal, ScopesClaim) is { } scopes && ((ApiScopes)scopes).HasFlag(scope);

    private static long? Number(ClaimsPrincipal principal, string claim) =>
        long.TryParse(principal.FindFirstValue(claim), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
