namespace ConsentDashboard.Domain;

/// <summary>
/// One entry of the personal data map: the property can hold personal data. Erasure and the minimisation page are
/// driven by it, and a test fails on a property that looks personal and carries none.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HoldsAttribute(PersonalData kind, string purpose, ErasedBy erasedBy) : Attribute
{
    public PersonalData Kind { get; } = kind;

    public string Purpose { get; } = purpose;

    public ErasedBy ErasedBy { get; } = erasedBy;
}

public enum PersonalData
{
    Number,
    NumberHash,
    Salt,
    Evidence,
    Reference,
    Locale,
    Message,
    FreeText,
    Account,
}

/// <summary>What removes the value from the database.</summary>
public enum ErasedBy
{
    /// <summary>The erasure of the subscriber clears it.</summary>
    SubscriberErasure,

    /// <summary>It stays by design: a keyed hash that keeps the number from coming back.</summary>
    NeverKeyedHash,

    /// <summary>Cleared after delivery, or when its days are over, whichever comes first; erasure clears it too.</summary>
    DeliveryOrExpiry,

    /// <summary>It dies with the job or upload that made it.</summary>
    EndOfJob,

    /// <summary>It is the company's own and nobody's besides; staff change it or take it out of use.</summary>
    Staff,

    /// <summary>Belongs to a staff account and goes with it.</summary>
    AccountRemoval,

    /// <summary>Proof of what staff did; kept for the audit trail's own retention.</summary>
    AuditRetention,
}
