using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.OptOuts.Annulments;

internal static class AnnulmentErrors
{
    public static readonly Error NotFound = new("Annulment.NotFound", ErrorKind.NotFound);
    public static readonly Error NoBurst = new("Annulment.NoBurst", ErrorKind.NotFound);
    public static readonly Error NotAsserted = new("Annulment.NotAsserted", ErrorKind.Refused);
    public static readonly Error Expired = new("Annulment.Expired", ErrorKind.Refused);
    public static readonly Error AlreadyAnnulled = new("Annulment.AlreadyAnnulled", ErrorKind.Conflict);
    public static readonly Error AlreadyAsked = new("Annulment.AlreadyAsked", ErrorKind.Conflict);
    public static readonly Error NothingToAsk = new("Annulment.NothingToAsk", ErrorKind.Conflict);
    public static readonly Error NothingToDecide = new("Annulment.NothingToDecide", ErrorKind.Conflict);
    public static readonly Error AlreadyDecided = new("Annulment.AlreadyDecided", ErrorKind.Conflict);
    public static readonly Error BeingDecided = new("Annulment.BeingDecided", ErrorKind.Conflict);
    public static readonly Error SamePerson = new("Annulment.SamePerson", ErrorKind.Refused);
    public static readonly Error OwnWithdrawal = new("Annulment.OwnWithdrawal", ErrorKind.Refused);
    public static readonly Error OwnBurst = new("Annulment.OwnBurst", ErrorKind.Refused);
    public static readonly Error BurstClosed = new("Annulment.BurstClosed", ErrorKind.Conflict);
    public static readonly Error ReasonLength = new("Annulment.ReasonLength", ErrorKind.Invalid, "reason");
    public static readonly Error ReasonHasNumber = new("Annulment.HasNumber", ErrorKind.Invalid, "reason");
    public static readonly Error EvidenceLength = new("Annulment.EvidenceLength", ErrorKind.Invalid, "evidence");
    public static readonly Error EvidenceHasNumber = new("Annulment.HasNumber", ErrorKind.Invalid, "evidence");
    public static readonly Error NoteLength = new("Annulment.NoteLength", ErrorKind.Invalid, "note");
    public static readonly Error NoteHasNumber = new("Annulment.HasNumber", ErrorKind.Invalid, "note");
}
