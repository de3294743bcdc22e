using System.Net.Mail;
using System.Security.Cryptography;
using ConsentDashboard.Data.Identity;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Identity;

namespace ConsentDashboard.Features.Accounts;

/// <summary>A further administrator, made at the machine itself: also the way back in for whoever lost the only account.</summary>
public sealed class CreateAdministrator(UserManager<StaffAccount> accounts, RoleManager<IdentityRole> roles, AuditTrail audit, TimeProvider clock)
{
    private const int PasswordLength = 20;

    // Without the letters and digits that are taken for each other when read aloud or copied by hand.
    private const string PasswordCharacters = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <returns>The password, which is kept nowhere and can be shown this once.</returns>
    public async Task<Result<string>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ManageAccounts);
        var email = input.Email.Trim();
        if (email.Length > 256 || !MailAddress.TryCreate(email, out var address) || address.Address != email)
        {
            return new Error("Account.EmailInvalid", ErrorKind.Invalid, nameof(Input.Email));
        }

        if (await accounts.FindByEmailAsync(email) is not null)
        {
            return new Error("Account.EmailTaken", ErrorKind.Conflict, nameof(Input.Email));
        }

        cancellation.ThrowIfCancellationRequested();
        if (!await roles.RoleExistsAsync(Roles.Administrator))
        {
            Demand(await roles.CreateAsync(new(Roles.Administrator)));
        }

        var account = new StaffAccount { UserName = email, Email = email, DisplayName = email, EmailConfirmed = true, CreatedAt = clock.UtcMilliseconds() };
        var password = RandomNumberGenerator.GetString(PasswordCharacters, PasswordLength);
        Demand(await accounts.CreateAsync(account, password));
        Demand(await accounts.AddToRoleAsync(account, Roles.Administrator));
        await audit.RecordAsync(new(actor, AuditAction.AdministratorCreated, Subject: $"user:{account.Id}"), CancellationToken.None);
        return password;
    }

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
        }
    }

    public sealed class Input
    {
        public string Email { get; init; } = "";
    }
}
