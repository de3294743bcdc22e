using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.Retention.Policies;

/// <summary>Why a policy is not saved, switched or archived.</summary>
public static class PolicyRefusals
{
    public static readonly Error NameMissing = new("Policy.NameMissing", ErrorKind.Invalid, "name");
    public static readonly Error NameTaken = new("Policy.NameTaken", ErrorKind.Conflict, "name");
    public static readonly Error WarnPercent = new("Policy.WarnPercent", ErrorKind.Invalid, "warn");
    public static readonly Error UnknownSender = new("Policy.UnknownSender", ErrorKind.Invalid, "sender");
    public static readonly Error UnknownRegion = new("Policy.UnknownRegion", ErrorKind.Invalid, "region");
    public static readonly Error UnknownPoint = new("Policy.UnknownPoint", ErrorKind.Invalid, "point");

    /// <summary>The collection point is another sender's, so that nobody would ever be found.</summary>
    public static readonly Error PointOfAnother = new("Policy.PointOfAnother", ErrorKind.Invalid, "point");
    public static readonly Error NotFound = new("Policy.NotFound", ErrorKind.NotFound);

    /// <summary>Somebody else changed it meanwhile.</summary>
    public static readonly Error Stale = new("Policy.Stale", ErrorKind.Conflict);
    public static readonly Error ApprovalFrom = new("Policy.ApprovalFrom", ErrorKind.Invalid, "from");
    public static readonly Error PasswordWrong = new("Policy.PasswordWrong", ErrorKind.Refused, "password");
    public static readonly Error SettingsStale = new("Policy.SettingsStale", ErrorKind.Conflict);
}
