using ConsentDashboard.Domain.Retention;

namespace ConsentDashboard.Operations.Retention;

/// <summary>What a run did, for whoever has to show it later: by counts and digests, and without a number.</summary>
public sealed record RetentionCertificate
{
    public const string CurrentFormat = "consent-dashboard-retention-certificate/1";

    public string Format { get; init; } = CurrentFormat;

    public string Run { get; init; } = "";

    /// <summary>done or cancelled.</summary>
    public string Outcome { get; init; } = "";

    public PolicyDefinition Policy { get; init; } = new();

    public string PolicyName { get; init; } = "";

    public int PolicyRevision { get; init; }

    public string SentenceEn { get; init; } = "";

    public string SentenceRu { get; init; } = "";

    public DateTime PreviewedAt { get; init; }

    /// <summary>Subscribers in the approved set.</summary>
    public long Approved { get; init; }

    /// <summary>SHA-256 of the approved set, hex.</summary>
    public string ApprovedDigest { get; init; } = "";

    public long Cleaned { get; init; }

    public long NoLongerDue { get; init; }

    public long Held { get; init; }

    /// <summary>SHA-256 chained over the keyed hashes of the cleaned, hex.</summary>
    public string CleanedDigest { get; init; } = "";

    /// <summary>How many index keys the keyed hashes went through when the run ended.</summary>
    public int IndexGeneration { get; init; }

    public string RequestedBy { get; init; } = "";

    public string RequestedByName { get; init; } = "";

    public string Why { get; init; } = "";

    public DateTime? RequestedAt { get; init; }

    /// <summary>Null where the installation's settings asked for no second person.</summary>
    public string? ApprovedBy { get; init; }

    public string? ApprovedByName { get; init; }

    public DateTime? ApprovedAt { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? FinishedAt { get; init; }

    public CertificateHead HeadBefore { get; init; } = new(0, "");

    public CertificateHead HeadAfter { get; init; } = new(0, "");
}

/// <summary>Where the ledger stood: a batch's number and hash, hex.</summary>
public sealed record CertificateHead(long Seq, string Hash);
