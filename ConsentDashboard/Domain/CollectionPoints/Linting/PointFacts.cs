using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;

namespace ConsentDashboard.Domain.CollectionPoints.Linting;

/// <summary>Everything that the rules look at: one point as it is or as it is being typed, with what it refers to.</summary>
public sealed record PointFacts
{
    public required CollectionPoint Point { get; init; }

    public IReadOnlyList<CollectionPointField> Fields { get; init; } = [];

    /// <summary>Null until one is chosen.</summary>
    public Sender? Sender { get; init; }

    public WordingFacts? Notice { get; init; }

    public WordingFacts? Processing { get; init; }

    /// <summary>ISO 3166 regions that have phone numbers.</summary>
    public IReadOnlySet<string> KnownRegions { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    public IReadOnlyList<string> AllowedRegions => Split(Point.AllowedRegions);

    public IReadOnlyList<string> SenderLanguages => Split(Sender?.Languages ?? "");

    internal static IReadOnlyList<string> Split(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A notice version with its words.</summary>
/// <param name="Purposes">How many purposes it names.</param>
public sealed record WordingFacts(Notice Notice, NoticeVersion Version, IReadOnlyList<NoticeText> Texts, int Purposes)
{
    /// <summary>The languages whose text lacks something.</summary>
    public IReadOnlyList<string> LanguagesWithout(Func<NoticeText, string> words) =>
        [.. Texts.Where(text => string.IsNullOrWhiteSpace(words(text))).Select(text => text.Language).Order(StringComparer.Ordinal)];

    /// <summary>The languages in which a box has no words beside it.</summary>
    public IReadOnlyList<string> LanguagesWithBareBoxes() => [.. Texts.Where(HasBareBox).Select(text => text.Language).Order(StringComparer.Ordinal)];

    private bool HasBareBox(NoticeText text)
    {
        var labels = NoticeLabels.Read(text.Labels);
        return Version.Cells.Indexes().Any(index => string.IsNullOrWhiteSpace(labels.GetValueOrDefault(index)));
    }
}
