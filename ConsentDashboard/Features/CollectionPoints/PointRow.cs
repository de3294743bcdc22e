using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.CollectionPoints.Linting;

namespace ConsentDashboard.Features.CollectionPoints;

/// <param name="Warnings">Without those that somebody let stand.</param>
public sealed record PointRow(PublicId PublicId, string Name, string Slug, string Sender, CollectionPointKind Kind, CollectionPointStatus Status, bool IsTest, int Errors, int Warnings, PointFigures Figures);

/// <summary>What became of those who were asked at a point, over <see cref="FigureReadings.Days"/> days.</summary>
public sealed record PointFigures(long Shown, long Submitted, long Given, long Lapsed, long Refused, long Regretted)
{
    public static readonly PointFigures None = new(0, 0, 0, 0, 0, 0);

    public bool IsEmpty => this == None;
}

/// <summary>A point as it is stored.</summary>
/// <param name="Version">What an edit has to name; another one is stale.</param>
public sealed record PointDetails(PublicId PublicId, int Version, CollectionPointStatus Status, PointDraft Draft, IReadOnlyList<Finding> Findings, IReadOnlyList<LetStand> Overrides, PointFigures Figures);

/// <summary>A warning that somebody let stand.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="By">The name that the member of staff has today.</param>
public sealed record LetStand(string Rule, string Reason, string By, DateTime At);
