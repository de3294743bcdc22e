using Microsoft.AspNetCore.Components.Authorization;

namespace ConsentDashboard.Security.Access;

/// <summary>Who acts on a page. Endpoints have no circuit: they take <c>Actor.From(http.User)</c>.</summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication)
{
    public async Task<Actor> CurrentAsync() => Actor.From((await authentication.GetAuthenticationStateAsync()).User);
}
