using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Tests.Support;

/// <summary>One member of staff of each role.</summary>
internal static class Staff
{
    public static readonly Actor Officer = Of(Roles.ComplianceOfficer);
    public static readonly Actor Marketer = Of(Roles.Marketer);
    public static readonly Actor Administrator = Of(Roles.Administrator);
    public static readonly Actor SupportAgent = Of(Roles.SupportAgent);
    public static readonly Actor Auditor = Of(Roles.Auditor);

    public static Actor Of(string role) => Actor.User(role.ToLowerInvariant(), role, [role]);
}
