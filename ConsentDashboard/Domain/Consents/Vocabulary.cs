namespace ConsentDashboard.Domain.Consents;

public enum Channel : byte
{
    Sms = 1,
    Call = 2,
}

public enum MessageType : byte
{
    Informational = 1,
    Advertising = 2,
    Promotional = 3,
}

/// <summary>What a wording asks for: to be contacted, or to have personal data processed (a document of its own where the law wants one).</summary>
public enum ConsentKind : byte
{
    Contact = 1,
    Processing = 2,
}

/// <summary>Consent states in the terms of W3C DPV 2.3. No state at all means that the person was never asked.</summary>
public enum ConsentState : byte
{
    None = 0,
    Requested = 1,
    Given = 2,
    Refused = 3,
    Expired = 4,
    Withdrawn = 5,
    Invalidated = 6,
}

/// <summary>How sure we are that a withdrawal came from the person herself.</summary>
public enum Assurance : byte
{
    None = 0,

    /// <summary>A reply, a signed link or a code.</summary>
    Proven = 1,

    /// <summary>A contact form, staff or the API: acts at once, may be annulled by two people within 30 days.</summary>
    Asserted = 2,
}

/// <summary>The door through which an act came.</summary>
public enum Source : byte
{
    HostedForm = 1,
    SmsReply = 2,
    PreferenceLink = 3,
    ContactForm = 4,
    Staff = 5,
    Api = 6,
    Import = 7,
    Policy = 8,
    System = 9,
    Carrier = 10,
}

/// <summary>What the person did, or how the record came to be.</summary>
public enum Method : byte
{
    None = 0,
    TickedBox = 1,
    SmsKeyword = 2,
    Spoken = 3,
    Paper = 4,
    ImportedRecord = 5,
    ConfirmationCode = 6,
    Link = 7,
    Form = 8,
    Call = 9,
}
