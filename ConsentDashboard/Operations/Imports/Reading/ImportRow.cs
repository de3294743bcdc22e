namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>One row of an uploaded file, as its mapping reads it. What the file does not say is null.</summary>
public sealed record ImportRow
{
    /// <summary>Its place in the file; the header is no row.</summary>
    public required long Number { get; init; }

    public string? Phone { get; init; }

    /// <summary>When she agreed.</summary>
    public DateTime? ConsentedAt { get; init; }

    /// <summary>The list says that she does not want to be contacted.</summary>
    public bool Unsubscribed { get; init; }

    public DateTime? UnsubscribedAt { get; init; }

    public string? IpAddress { get; init; }

    public string? UserAgent { get; init; }

    public string? PageAddress { get; init; }

    public string? ProofReference { get; init; }

    public string? Language { get; init; }

    public string? ExternalRef { get; init; }

    /// <summary>Why it could not be read; nothing else of it counts then.</summary>
    public RowProblem? Problem { get; init; }
}

/// <param name="Key">A resource key.</param>
/// <param name="Column">Where, as the file's header calls it.</param>
public sealed record RowProblem(string Key, string? Column = null);
