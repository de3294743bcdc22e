using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.Requests;

public static class RequestErrors
{
    public static readonly Error NotFound = new("Request.NotFound", ErrorKind.NotFound);
    public static readonly Error OtherLaw = new("Request.OtherLaw", ErrorKind.Invalid, "kind");
    public static readonly Error UnknownWay = new("Request.UnknownWay", ErrorKind.Invalid, "receivedBy");
    public static readonly Error InTheFuture = new("Request.InTheFuture", ErrorKind.Invalid, "receivedAt");
    public static readonly Error TooOld = new("Request.TooOld", ErrorKind.Invalid, "receivedAt");
    public static readonly Error UnknownLanguage = new("Request.UnknownLanguage", ErrorKind.Invalid, "language");
    public static readonly Error UnknownSender = new("Request.UnknownSender", ErrorKind.Invalid, "sender");
    public static readonly Error DetailsLength = new("Request.DetailsLength", ErrorKind.Invalid, "details");

    public static readonly Error UnknownPerson = new("Request.UnknownPerson", ErrorKind.NotFound, "phone");
    public static readonly Error Erased = new("Request.Erased", ErrorKind.Conflict, "phone");

    /// <summary>She only ever said stop, or her number went otherwise: it has to be typed.</summary>
    public static readonly Error NumberNotKept = new("Request.NumberNotKept", ErrorKind.Conflict, "phone");

    /// <summary>Somebody else did something to it meanwhile.</summary>
    public static readonly Error Changed = new("Request.Changed", ErrorKind.Conflict);
    public static readonly Error Closed = new("Request.Closed", ErrorKind.Conflict);
    public static readonly Error NoNumber = new("Request.NoNumber", ErrorKind.Conflict);
    public static readonly Error NoSender = new("Request.NoSender", ErrorKind.Conflict);
    public static readonly Error NoCodesLeft = new("Request.NoCodesLeft", ErrorKind.Refused);
    public static readonly Error CodesTooOften = new("Request.CodesTooOften", ErrorKind.Refused);
    public static readonly Error NoCode = new("Request.NoCode", ErrorKind.Conflict, "code");
    public static readonly Error WrongCode = new("Request.WrongCode", ErrorKind.Invalid, "code");
    public static readonly Error NoTriesLeft = new("Request.NoTriesLeft", ErrorKind.Refused, "code");
    public static readonly Error AlreadyVerified = new("Request.AlreadyVerified", ErrorKind.Conflict);
    public static readonly Error UnknownProof = new("Request.UnknownProof", ErrorKind.Invalid, "proof");
    public static readonly Error NoteMissing = new("Request.NoteMissing", ErrorKind.Invalid, "note");

    public static readonly Error NoteHasNumber = new("Request.NoteHasNumber", ErrorKind.Invalid, "note");

    /// <summary>The number belongs to somebody else by now.</summary>
    public static readonly Error Reassigned = new("Request.Reassigned", ErrorKind.Refused, "code");

    /// <summary>She was recognised by a code, and the number went to somebody else since.</summary>
    public static readonly Error RecognisedByPhone = new("Request.RecognisedByPhone", ErrorKind.Conflict);

    /// <summary>She asked for a copy as well, and an erasure would leave nothing to answer with.</summary>
    public static readonly Error AnswerFirst = new("Request.AnswerFirst", ErrorKind.Conflict);
    public static readonly Error NotConfirmable = new("Request.NotConfirmable", ErrorKind.Conflict);
    public static readonly Error NotExtendable = new("Request.NotExtendable", ErrorKind.Conflict);
    public static readonly Error TooLateToExtend = new("Request.TooLateToExtend", ErrorKind.Conflict);
    public static readonly Error ReasonMissing = new("Request.ReasonMissing", ErrorKind.Invalid, "reason");
    public static readonly Error ReasonHasNumber = new("Request.ReasonHasNumber", ErrorKind.Invalid, "reason");
    public static readonly Error NotVerified = new("Request.NotVerified", ErrorKind.Conflict);
    public static readonly Error NoAnswerNeeded = new("Request.NoAnswerNeeded", ErrorKind.Conflict);
    public static readonly Error NotPrepared = new("Request.NotPrepared", ErrorKind.Conflict);
    public static readonly Error NotHandedOver = new("Request.NotHandedOver", ErrorKind.Conflict);
    public static readonly Error TooMuch = new("Request.TooMuch", ErrorKind.Refused);
    public static readonly Error NoSpace = new("Request.NoSpace", ErrorKind.Unavailable);
    public static readonly Error UnknownOutcome = new("Request.UnknownOutcome", ErrorKind.Invalid, "outcome");

    /// <summary>She asked one company to erase her, and others hold consents of hers.</summary>
    public static readonly Error OtherSenders = new("Request.OtherSenders", ErrorKind.Refused);

    /// <summary>Nobody may erase her while a legal hold stands (GDPR art. 17(3)(e)).</summary>
    public static readonly Error Held = new("Request.Held", ErrorKind.Refused);
}
