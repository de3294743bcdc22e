using System.Security.Claims;
using ConsentDashboard.Data.Identity;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ConsentDashboard.Features.Accounts;

/// <summary>Adds the name shown on screen and in the audit trail to what the cookie says of an account.</summary>
internal sealed class StaffPrincipals(UserManager<StaffAccount> accounts, RoleManager<IdentityRole> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<StaffAccount, IdentityRole>(accounts, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(StaffAccount user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        if (user.DisplayName.Length > 0)
        {
            identity.AddClaim(new(Actor.NameClaim, user.DisplayName));
        }

        return identity;
    }
}
