using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Features.OptOutPages.Preferences;

/// <summary>Whom a link is about, and how things stand between her and its sender.</summary>
public sealed record LinkedPerson
{
    public required long Id { get; init; }

    public required PublicId PublicId { get; init; }

    public required long SenderId { get; init; }

    public required string SenderName { get; init; }

    /// <summary>BCP 47; empty where it is not known.</summary>
    public required string Language { get; init; }

    /// <summary>Masked; null where the number is not kept, or only as proof.</summary>
    public string? Number { get; init; }

    public bool IsErased { get; init; }

    /// <summary>What this sender may now contact her for.</summary>
    public ConsentCells Given { get; init; }

    /// <summary>Nothing is given, and what she said stands against anything older.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Where she can agree again.</summary>
    public string? FormSlug { get; init; }
}
