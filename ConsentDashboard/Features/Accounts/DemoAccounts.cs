using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Accounts;

/// <summary>One account for each role, with a password that everybody knows: demo mode only.</summary>
public static class DemoAccounts
{
    public const string Password = "demo-accounts-only";

    public static readonly IReadOnlyList<DemoAccount> All =
    [
        new("officer@demo.example", "Officer", Roles.ComplianceOfficer),
        new("marketer@demo.example", "Marketer", Roles.Marketer),
        new("administrator@demo.example", "Administrator", Roles.Administrator),
        new("support@demo.example", "Support", Roles.SupportAgent),
        new("auditor@demo.example", "Auditor", Roles.Auditor),
    ];
}

public sealed record DemoAccount(string Email, string Name, string Role);
