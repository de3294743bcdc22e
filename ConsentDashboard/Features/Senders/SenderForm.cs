using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Domain.Senders;

namespace ConsentDashboard.Features.Senders;

/// <summary>Everything that the editor holds, as it is typed.</summary>
public sealed class SenderForm
{
    /// <summary>Null: a new sender.</summary>
    public PublicId? PublicId { get; init; }

    /// <summary>As it was read; a save onto another one is refused.</summary>
    public int Version { get; set; }

    public string Name { get; set; } = "";

    public string LegalName { get; set; } = "";

    public string SupportPhone { get; set; } = "";

    public string ContactPage { get; set; } = "";

    public string PostalAddress { get; set; } = "";

    /// <summary>The first is the default.</summary>
    public List<string> Languages { get; init; } = ["en"];

    public string DefaultRegion { get; set; } = "US";

    public bool RepliesReachUs { get; set; }

    public bool NeedsProcessingConsent { get; set; }

    public int ProofRetentionMonths { get; set; } = 60;

    public List<AddressForm> Addresses { get; init; } = [];

    public List<PurposeForm> Purposes { get; init; } = [];

    public StopScope StopScope { get; set; }

    public bool ConfirmsOptOut { get; set; } = true;

    /// <summary>What is added to the lists by which replies are read.</summary>
    public List<ReplyWordForm> ReplyWords { get; init; } = [];
}

public sealed class ReplyWordForm
{
    public WordSection Section { get; set; } = WordSection.OptOut;

    /// <summary>BCP 47.</summary>
    public string Language { get; set; } = "en";

    public string Phrase { get; set; } = "";

    /// <summary>For a keyword: what STOP with it ends.</summary>
    public MessageType MessageType { get; set; } = MessageType.Promotional;
}

public sealed class AddressForm
{
    public string Source { get; set; } = "";

    public string Address { get; set; } = "";
}

public sealed class PurposeForm
{
    /// <summary>Null: a new purpose.</summary>
    public PublicId? PublicId { get; init; }

    public string Code { get; set; } = "";

    public string TextEn { get; set; } = "";

    public string TextRu { get; set; } = "";

    /// <summary>A notice names it, so it cannot be removed.</summary>
    public bool IsUsed { get; init; }

    /// <summary>A published notice names it: its words are part of what people were told.</summary>
    public bool IsPublished { get; init; }
}
