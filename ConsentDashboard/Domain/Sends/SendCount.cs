using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Domain.Sends;

/// <summary>How many messages one sender sent one person on one day: counts, never their content.</summary>
public sealed class SendCount
{
    public long SubscriberId { get; set; }

    public long SenderId { get; set; }

    public Channel Channel { get; set; }

    public MessageType MessageType { get; set; }

    /// <summary>UTC midnight.</summary>
    public DateTime Day { get; set; }

    public int Count { get; set; }
}

/// <summary>What was sent on one day, over everybody, against what was promised; outlives the counts of single people.</summary>
public sealed class SendTotal
{
    public long SenderId { get; set; }

    public Channel Channel { get; set; }

    public MessageType MessageType { get; set; }

    /// <summary>UTC midnight.</summary>
    public DateTime Day { get; set; }

    public long Messages { get; set; }

    /// <summary>To numbers that are not known here.</summary>
    public long ToUnknown { get; set; }

    /// <summary>To people who could not be contacted at that time.</summary>
    public long WithoutPermission { get; set; }

    /// <summary>Beyond the frequency that the person's wording promised.</summary>
    public long OverPromise { get; set; }
}
