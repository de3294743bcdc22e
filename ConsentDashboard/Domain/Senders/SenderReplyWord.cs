using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut.Replies;

namespace ConsentDashboard.Domain.Senders;

/// <summary>A word or phrase that a sender adds to the lists by which replies are read.</summary>
public sealed class SenderReplyWord
{
    public long Id { get; set; }

    public long SenderId { get; set; }

    public WordSection Section { get; set; }

    /// <summary>BCP 47.</summary>
    public string Language { get; set; } = "";

    public string Phrase { get; set; } = "";

    /// <summary>For a keyword: what STOP with it ends. Null otherwise.</summary>
    public MessageType? MessageType { get; set; }
}

/// <summary>What a reply that says STOP ends.</summary>
public enum StopScope : byte
{
    /// <summary>Everything from the sender, on all channels.</summary>
    Everything = 0,

    /// <summary>Everything on the channel that the reply came by.</summary>
    Channel = 1,
}
