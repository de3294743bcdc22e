using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.Subscribers.Profile;

internal static class ProfileErrors
{
    public static readonly Error NotFound = new("Subscriber.NotFound", ErrorKind.NotFound);
    public static readonly Error NumberNotKept = new("Subscriber.NumberNotKept", ErrorKind.Conflict);
    public static readonly Error ReasonLength = new("Reveal.ReasonLength", ErrorKind.Invalid, "reason");
    public static readonly Error ReasonHasNumber = new("Reveal.ReasonHasNumber", ErrorKind.Invalid, "reason");
    public static readonly Error NothingChosen = new("Withdraw.NothingChosen", ErrorKind.Invalid, "cells");
    public static readonly Error NoteLength = new("Withdraw.NoteLength", ErrorKind.Invalid, "note");
    public static readonly Error UnknownSender = new("Withdraw.UnknownSender", ErrorKind.Invalid, "sender");
    public static readonly Error UnknownWay = new("Withdraw.UnknownWay", ErrorKind.Invalid, "way");
    public static readonly Error ReferenceMissing = new("Record.ReferenceMissing", ErrorKind.Invalid, "reference");
    public static readonly Error InTheFuture = new("Record.InTheFuture", ErrorKind.Invalid, "when");
    public static readonly Error BeforePublication = new("Record.BeforePublication", ErrorKind.Invalid, "when");
    public static readonly Error NoNumber = new("Record.NoNumber", ErrorKind.Conflict);
    public static readonly Error NoSuchEvent = new("Evidence.NoSuchEvent", ErrorKind.NotFound);
}
