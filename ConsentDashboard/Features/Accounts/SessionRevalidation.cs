using ConsentDashboard.Data.Identity;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ConsentDashboard.Features.Accounts;

/// <summary>A circuit outlives the request that opened it: each minute it asks whether the account's security stamp is still the same.</summary>
internal sealed class SessionRevalidation(ILoggerFactory loggers, IServiceScopeFactory scopes, IOptions<IdentityOptions> options)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>();
        var account = await accounts.GetUserAsync(authenticationState.User);
        return account is not null
            && authenticationState.User.FindFirst(options.Value.ClaimsIdentity.SecurityStampClaimType)?.Value == await accounts.GetSecurityStampAsync(account);
    }
}
