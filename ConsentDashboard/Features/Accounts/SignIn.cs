using ConsentDashboard.Data.Identity;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Identity;

namespace ConsentDashboard.Features.Accounts;

/// <summary>
/// Signs a member of staff in. An unknown account, a wrong password and a locked account get the same answer after the
/// same work, so that nobody learns which accounts exist.
/// </summary>
public sealed class SignIn(SignInManager<StaffAccount> sessions, UserManager<StaffAccount> accounts, AuditTrail audit)
{
    // A hash that no password opens, made once with the parameters in force; verifying against it costs what a real one costs.
    private static readonly StaffAccount Nobody = new();
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<StaffAccount>().HashPassword(Nobody, Guid.CreateVersion7().ToString()));

    public async Task<Result> ExecuteAsync(Input input, CancellationToken cancellation)
    {
        // A password longer than anyone types would only keep the hash busy.
        var (email, password) = (input.Email?.Trim() ?? "", input.Password ?? "");
        var account = email.Length is 0 or > Input.MaxLength || password.Length is 0 or > Input.MaxLength ? null : await accounts.FindByEmailAsync(email);
        if (account is null || await accounts.IsLockedOutAsync(account))
        {
            accounts.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash.Value, password[..Math.Min(password.Length, Input.MaxLength)]);
            return await RefuseAsync(account, cancellation);
        }

        var result = await sessions.PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
        if (!result.Succeeded)
        {
            return await RefuseAsync(account, cancellation);
        }

        await audit.RecordAsync(new(Actor.User(account.Id, NameOf(account), await accounts.GetRolesAsync(account)), AuditAction.SignedIn), cancellation);
        return Result.Ok;
    }

    internal static string NameOf(StaffAccount account) => account.DisplayName.Length > 0 ? account.DisplayName : account.UserName!;

    private async Task<Result> RefuseAsync(StaffAccount? account, CancellationToken cancellation)
    {
        // What was typed is not kept: people type passwords and other people's addresses into the wrong field.
        await audit.RecordAsync(new(Actor.Anonymous, AuditAction.SignInFailed, Subject: account is null ? null : $"user:{account.Id}"), cancellation);
        return new Error("Account.SignInFailed", ErrorKind.Refused);
    }

    public sealed class Input
    {
        public const int MaxLength = 256;

        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
