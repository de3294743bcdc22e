namespace ConsentDashboard.Domain.DataFlow;

/// <summary>What a row of an import comes to. The numbers stand in verdict files and never change.</summary>
public enum ImportVerdict : byte
{
    None = 0,

    /// <summary>Consent is given where there was none.</summary>
    New = 1,

    /// <summary>Consent that was given is given again, at a newer date.</summary>
    Renews = 2,

    /// <summary>Given at this date or later; nothing is written.</summary>
    AlreadyGiven = 3,

    /// <summary>The list says that she unsubscribed: consent is withdrawn and her number suppressed.</summary>
    Lowers = 4,

    /// <summary>She unsubscribed, and that stands already; nothing is written.</summary>
    AlreadyWithdrawn = 5,

    /// <summary>She withdrew or refused, or is on hold or restricted: an import never raises over that.</summary>
    RefusedByRatchet = 6,

    /// <summary>The number is on the suppression list; it is not even stored.</summary>
    Suppressed = 7,
    InvalidNumber = 8,

    /// <summary>An earlier row of the file has the same number.</summary>
    DuplicateInFile = 9,

    /// <summary>No date, no proof or no wording: the number is stored as unknown, which never permits contact.</summary>
    NoProof = 10,

    /// <summary>The row could not be read.</summary>
    Problem = 11,
}
