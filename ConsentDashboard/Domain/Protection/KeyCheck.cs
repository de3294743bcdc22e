namespace ConsentDashboard.Domain.Protection;

/// <summary>Remembers which keys the database was written with, so that a start with a missing or wrong key is refused by name.</summary>
public sealed class KeyCheck
{
    public KeyPurpose Purpose { get; set; }

    public int KeyId { get; set; }

    /// <summary>A keyed hash of a fixed text: proves the key without revealing it.</summary>
    public byte[] CheckValue { get; set; } = [];

    public DateTime CreatedAt { get; set; }
}

public enum KeyPurpose : byte
{
    Cipher = 1,
    Index = 2,
    Signing = 3,
    Seal = 4,
    Link = 5,
}

/// <summary>How far a key rotation has come; written in the transaction of each slice.</summary>
public sealed class KeyRotation
{
    public int Id { get; set; }

    public KeyPurpose Purpose { get; set; }

    public int TargetKeyId { get; set; }

    /// <summary>The table under way, and the last key in it that is done.</summary>
    public string Table { get; set; } = "";

    public long Position { get; set; }

    public DateTime StartedAt { get; set; }

    public DateTime? FinishedAt { get; set; }
}
