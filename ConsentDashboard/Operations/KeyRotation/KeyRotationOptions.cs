namespace ConsentDashboard.Operations.KeyRotation;

/// <summary>How much a rotation takes at a time. Bound from <c>KeyRotation</c>.</summary>
public sealed class KeyRotationOptions
{
    public const string Section = "KeyRotation";

    /// <summary>How long one slice may hold the write lock, in milliseconds: the longest that a STOP waits for it.</summary>
    public int SliceMilliseconds { get; set; } = 25;

    /// <summary>Rows a slice at most, however fast the disk is.</summary>
    public int MaxRows { get; set; } = 2000;

    /// <summary>
    /// How long the other processes have to take up a new Cipher key, in milliseconds. They look at the key file once a
    /// second; what they wrote before under the old key is found by the pass after this time.
    /// </summary>
    public int SettleMilliseconds { get; set; } = 4000;
}
