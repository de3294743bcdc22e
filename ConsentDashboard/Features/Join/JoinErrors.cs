using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.Join;

internal static class JoinErrors
{
    public static readonly Error Trapped = new("Join.Trapped", ErrorKind.Refused);
    public static readonly Error Forged = new("Join.Forged", ErrorKind.Refused);
    public static readonly Error Expired = new("Join.Expired", ErrorKind.Conflict);

    /// <summary>The field names what the point does not declare (minimisation).</summary>
    public static readonly Error StrangeField = new("Join.StrangeField", ErrorKind.Invalid);

    public static readonly Error FieldMissing = new("Join.FieldMissing", ErrorKind.Invalid);
    public static readonly Error FieldTooLong = new("Join.FieldTooLong", ErrorKind.Invalid);
    public static readonly Error TooLarge = new("Join.TooLarge", ErrorKind.Invalid);
}
