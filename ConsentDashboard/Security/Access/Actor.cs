using System.Collections.Frozen;
using System.Security.Claims;

namespace ConsentDashboard.Security.Access;

/// <summary>Who acts. Every use case takes one and demands its permission of it.</summary>
public sealed class Actor
{
    /// <summary>The claim that holds the name shown for a member of staff.</summary>
    public const string NameClaim = "display_name";

    private readonly FrozenSet<string> _permissions;

    private Actor(string key, string name, FrozenSet<string> permissions, IReadOnlyList<string>? roles = null) =>
        (Key, Name, _permissions, Roles) = (key, name, permissions, roles ?? []);

    /// <summary>The person with the phone: she needs no permission for her own consent, and has none for anything else.</summary>
    public static Actor Person { get; } = new("person", "", FrozenSet<string>.Empty);

    /// <summary>Nobody who is signed in.</summary>
    public static Actor Anonymous { get; } = new("anonymous", "", FrozenSet<string>.Empty);

    /// <summary><c>user:…</c>, <c>api:…</c>, <c>system:…</c> or <c>person</c>; what the ledger and the audit trail record.</summary>
    public string Key { get; }

    public string Name { get; }

    /// <summary>For limits that are set by role; what somebody may do is asked of <see cref="Can"/>.</summary>
    public IReadOnlyList<string> Roles { get; }

    public static Actor System(string worker) => new($"system:{worker}", worker, Permissions.All.ToFrozenSet(StringComparer.Ordinal));

    /// <summary>Another system, by its key's public id; what it may do is checked at its door.</summary>
    /// <param name="client">The key's public id, or what else names the system.</param>
    /// <param name="name">What people call it; null: as it is named.</param>
    public static Actor Api(string client, string? name = null) => new($"api:{client}", name ?? client, FrozenSet<string>.Empty);

    /// <summary>Whoever asked for work that is done later, as its row names them; what they may do was asked then.</summary>
    public static Actor Recorded(string key) => new(key, "", FrozenSet<string>.Empty);

    public static Actor User(string id, string name, IEnumerable<string> roles)
    {
        List<string> all = [.. roles];
        return new($"user:{id}", name, Access.Roles.PermissionsOf(all), all);
    }

    public static Actor From(ClaimsPrincipal principal)
    {
        var id = principal.FindFirstValue(ClaimTypes.NameIdentifier);
        return principal.Identity is { IsAuthenticated: true } && id is not null
            ? User(id, principal.FindFirstValue(NameClaim) ?? principal.Identity.Name ?? id, principal.FindAll(ClaimTypes.Role).Select(claim => claim.Value))
            : Anonymous;
    }

    public bool Can(string permission) => _permissions.Contains(permission);

    /// <exception cref="ForbiddenException">The actor lacks the permission.</exception>
    public void Demand(string permission)
    {
        if (!Can(permission))
        {
            throw new ForbiddenException(permission);
        }
    }
}

/// <summary>Somebody asked for what their roles do not grant; pages show their forbidden state.</summary>
public sealed class ForbiddenException(string permission) : Exception($"The permission {permission} is needed.")
{
    public string Permission { get; } = permission;
}
