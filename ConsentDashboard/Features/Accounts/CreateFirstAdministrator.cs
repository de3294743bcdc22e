using System.Data;
using System.Net.Mail;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Identity;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Accounts;

/// <summary>Turns the one-time link into the first account. Nobody can be signed in yet: the link is the permission.</summary>
public sealed class CreateFirstAdministrator(DashboardDbContext db, UserManager<StaffAccount> accounts, FirstAdministratorLink link, AuditTrail audit, TimeProvider clock)
{
    // Two browsers with the same link: the second waits, and then finds the link spent.
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    public async Task<Result> ExecuteAsync(Input input, CancellationToken cancellation)
    {
        if (Rules(input) is { } wrong)
        {
            return wrong;
        }

        await OneAtATime.WaitAsync(cancellation);
        try
        {
            if (!link.Accepts(input.Token))
            {
                return new Error("Account.LinkInvalid", ErrorKind.Refused);
            }

            var account = new StaffAccount
            {
                UserName = input.Email!.Trim(),
                Email = input.Email.Trim(),
                DisplayName = input.Name!.Trim(),
                EmailConfirmed = true,
                CreatedAt = clock.UtcMilliseconds(),
            };
            if (await CreateAsync(account, input.Password!) is { } refused)
            {
                return refused;
            }

            link.Spend();
            await audit.RecordAsync(new(Actor.User(account.Id, account.DisplayName, [Roles.Administrator]), AuditAction.AdministratorCreated, Subject: $"user:{account.Id}"), CancellationToken.None);
            return Result.Ok;
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    // Serialisable, because another process on the same database could be doing the same.
    private Task<Error?> CreateAsync(StaffAccount account, string password) => db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable);
        if (await db.Users.AnyAsync())
        {
            return new Error("Account.AlreadyThere", ErrorKind.Conflict);
        }

        var created = await accounts.CreateAsync(account, password);
        if (!created.Succeeded)
        {
            return created.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.PasswordRequiresUniqueChars))
                ? new("Account.PasswordRepeats", ErrorKind.Invalid, nameof(Input.Password))
                : new Error("Account.NotCreated", ErrorKind.Invalid);
        }

        await accounts.AddToRoleAsync(account, Roles.Administrator);
        await transaction.CommitAsync();
        return null;
    });

    private static Error? Rules(Input input) => input switch
    {
        { Name: null or "" } => new("Account.NameMissing", ErrorKind.Invalid, nameof(Input.Name)),
        { Name.Length: > 100 } => new("Account.TooLong", ErrorKind.Invalid, nameof(Input.Name)),
        { Email: null or "" } => new("Account.EmailMissing", ErrorKind.Invalid, nameof(Input.Email)),
        { Email.Length: > 256 } => new("Account.TooLong", ErrorKind.Invalid, nameof(Input.Email)),
        _ when !MailAddress.TryCreate(input.Email.Trim(), out var address) || address.Address != input.Email.Trim() => new("Account.EmailInvalid", ErrorKind.Invalid, nameof(Input.Email)),
        { Password: null or "" } => new("Account.PasswordMissing", ErrorKind.Invalid, nameof(Input.Password)),
        { Password.Length: < 12 } => new("Account.PasswordShort", ErrorKind.Invalid, nameof(Input.Password)),
        { Password.Length: > 256 } => new("Account.TooLong", ErrorKind.Invalid, nameof(Input.Password)),
        _ when input.Password != input.Repeat => new("Account.PasswordsDiffer", ErrorKind.Invalid, nameof(Input.Repeat)),
        _ => null,
    };

    public sealed class Input
    {
        public string? Token { get; set; }

        public string? Name { get; set; }

        public string? Email { get; set; }

        public string? Password { get; set; }

        public string? Repeat { get; set; }
    }
}
