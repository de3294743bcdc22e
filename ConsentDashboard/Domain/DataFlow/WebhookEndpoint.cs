namespace ConsentDashboard.Domain.DataFlow;

/// <summary>Another system that is told of every consent change, so that it stops at once.</summary>
public sealed class WebhookEndpoint
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    public string Name { get; set; } = "";

    public string Address { get; set; } = "";

    /// <summary>Null: the changes of every sender. A withdrawal from all senders goes to everyone.</summary>
    public long? SenderId { get; set; }

    public byte[] SecretCipher { get; set; } = [];

    /// <summary>The secret before the last rotation; signs too until <see cref="OldSecretUntil"/>.</summary>
    public byte[]? OldSecretCipher { get; set; }

    public DateTime OldSecretUntil { get; set; } = Times.NotYet;

    public bool IsActive { get; set; } = true;

    /// <summary>Since when nothing has arrived; null while it answers.</summary>
    public DateTime? FailingSince { get; set; }

    public DateTime CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";

    public int Version { get; set; }

    /// <summary>The outbox endpoint of its messages.</summary>
    public static string LaneOf(PublicId id) => $"webhook:{id}";
}
