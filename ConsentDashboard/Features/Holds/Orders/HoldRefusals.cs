using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.Holds.Orders;

/// <summary>Why a hold is not placed on a segment, stopped, gone on with or released.</summary>
internal static class HoldRefusals
{
    public static readonly Error UnknownSegment = new("Holds.UnknownSegment", ErrorKind.Invalid, "segment");

    /// <summary>The segment says something that is not understood.</summary>
    public static readonly Error SegmentUnreadable = new("Holds.SegmentUnreadable", ErrorKind.Invalid, "segment");

    public static readonly Error Nobody = new("Holds.Nobody", ErrorKind.Refused, "segment");
    public static readonly Error NotFound = new("Holds.OrderNotFound", ErrorKind.NotFound);

    /// <summary>It ended, or somebody else was quicker.</summary>
    public static readonly Error NotNow = new("Holds.NotNow", ErrorKind.Conflict);
}
