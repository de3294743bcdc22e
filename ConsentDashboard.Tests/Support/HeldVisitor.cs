using System.Security.Claims;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Support;

/// <summary>Whoever looks at a screen, known only once it is let: what a page reads or does waits there, as it would for a slow database.</summary>
internal sealed class HeldVisitor : AuthenticationStateProvider
{
    private readonly AuthenticationState _who;
    private TaskCompletionSource _known = new();

    private HeldVisitor(string role)
    {
        Claim[] claims = [new(ClaimTypes.Name, role), new(ClaimTypes.Role, role), new(ClaimTypes.NameIdentifier, role.ToLowerInvariant())];
        _who = new(new(new ClaimsIdentity(claims, "test")));
        Release();
    }

    /// <summary>Before anything else of the screen is used.</summary>
    public static HeldVisitor Of(Screen screen, string role)
    {
        var visitor = new HeldVisitor(role);
        screen.Services.AddScoped(_ => new CurrentActor(visitor));
        return visitor;
    }

    public void Hold() => _known = new();

    public void Release() => _known.SetResult();

    public override async Task<AuthenticationState> GetAuthenticationStateAsync()
    {
        await _known.Task;
        return _who;
    }
}
