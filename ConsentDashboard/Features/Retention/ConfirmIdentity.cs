using ConsentDashboard.Data.Identity;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Identity;

namespace ConsentDashboard.Features.Retention;

/// <summary>Asks a member of staff for the password once more. Wrong ones count towards the lock of the account as at the sign-in.</summary>
public sealed class ConfirmIdentity(IServiceScopeFactory scopes)
{
    private const string User = "user:";

    public async Task<bool> IsAsync(Actor actor, string? password)
    {
        if (string.IsNullOrEmpty(password) || !actor.Key.StartsWith(User, StringComparison.Ordinal))
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>();
        if (await accounts.FindByIdAsync(actor.Key[User.Length..]) is not { } account || await accounts.IsLockedOutAsync(account))
        {
            return false;
        }

        if (await accounts.CheckPasswordAsync(account, password))
        {
            return true;
        }

        await accounts.AccessFailedAsync(account);
        return false;
    }
}
