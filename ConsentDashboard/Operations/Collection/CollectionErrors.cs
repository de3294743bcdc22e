using ConsentDashboard.Domain;

namespace ConsentDashboard.Operations.Collection;

/// <summary>What a consent that comes in is refused for. Nothing of it is stored but an audit line.</summary>
public static class CollectionErrors
{
    public static readonly Error UnknownPoint = new("Collect.UnknownPoint", ErrorKind.NotFound, "collectionPoint");
    public static readonly Error Closed = new("Collect.Closed", ErrorKind.Unavailable, "collectionPoint");
    public static readonly Error NoBox = new("Collect.NoBox", ErrorKind.Invalid, "boxes");
    public static readonly Error NoProcessing = new("Collect.NoProcessing", ErrorKind.Invalid, "processing");
    public static readonly Error NotAsked = new("Collect.NotAsked", ErrorKind.Invalid, "boxes");
    public static readonly Error OtherCountry = new("Collect.OtherCountry", ErrorKind.Invalid, "phone");
    public static readonly Error RetiredWording = new("Collect.RetiredWording", ErrorKind.Conflict, "noticeVersion");
    public static readonly Error TooManyCodes = new("Collect.TooManyCodes", ErrorKind.Unavailable, "phone");
    public static readonly Error WrongCode = new("Collect.WrongCode", ErrorKind.Invalid, "code");
    public static readonly Error TooManyTries = new("Collect.TooManyTries", ErrorKind.Unavailable, "code");
    public static readonly Error NothingPending = new("Collect.NothingPending", ErrorKind.NotFound, "code");
}
