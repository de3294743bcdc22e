namespace ConsentDashboard.Domain.Senders;

/// <summary>The company or brand that the person hears from; consent is given to a sender.</summary>
public sealed class Sender
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    public string Name { get; set; } = "";

    public string LegalName { get; set; } = "";

    public string SupportPhone { get; set; } = "";

    public string ContactPage { get; set; } = "";

    public string PostalAddress { get; set; } = "";

    /// <summary>BCP 47 tags, separated by commas; the first is the default.</summary>
    public string Languages { get; set; } = "en";

    /// <summary>ISO 3166 region for numbers typed without a calling code.</summary>
    public string DefaultRegion { get; set; } = "US";

    public bool RepliesReachUs { get; set; }

    public StopScope StopScope { get; set; }

    /// <summary>One text says that the opt-out has arrived. Off where the gateway sends one itself.</summary>
    public bool ConfirmsOptOut { get; set; } = true;

    /// <summary>The sender's law wants consent to processing as a document of its own; without it nothing is allowed.</summary>
    public bool NeedsProcessingConsent { get; set; }

    /// <summary>How long the proof of a withdrawn consent is kept, in months.</summary>
    public int ProofRetentionMonths { get; set; } = 60;

    public DateTime CreatedAt { get; set; }

    public int Version { get; set; }

    /// <returns>The tags of <see cref="Languages"/>, the default first.</returns>
    public IReadOnlyList<string> LanguageTags() => Languages.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Where replies to a sender arrive; the To of a reply finds the sender.</summary>
public sealed class SenderAddress
{
    public long Id { get; set; }

    public long SenderId { get; set; }

    public string Source { get; set; } = "";

    /// <summary>A number in E.164, a short code, or a name.</summary>
    public string Address { get; set; } = "";
}

/// <summary>What numbers are used for, in the person's words (order news, seasonal offers).</summary>
public sealed class Purpose
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    public long SenderId { get; set; }

    public string Code { get; set; } = "";

    public string TextEn { get; set; } = "";

    public string TextRu { get; set; } = "";

    /// <param name="language">BCP 47.</param>
    public string In(string language) => language.StartsWith("ru", StringComparison.Ordinal) ? TextRu : TextEn;
}
