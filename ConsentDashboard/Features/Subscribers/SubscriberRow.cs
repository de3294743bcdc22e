using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Features.Subscribers;

/// <summary>One line of the list.</summary>
/// <param name="Id">Inside only; addresses carry <paramref name="PublicId"/>.</param>
/// <param name="PublicId">The subscriber's public id.</param>
/// <param name="Masked">Calling code and last four digits; null where the number is not kept.</param>
/// <param name="Standing">The summary of the cells that the filter looks at.</param>
/// <param name="OnHold">Under a legal hold.</param>
/// <param name="Given">What she has given and has not run out, over all senders or for the one that the filter names.</param>
/// <param name="GivenTo">To how many senders.</param>
/// <param name="OptedInAt">When she last agreed in the cells that the filter looks at; <see cref="Times.NotYet"/> where never.</param>
/// <param name="Point">Where she last agreed; null: not known.</param>
/// <param name="Region">ISO 3166; ZZ: none.</param>
/// <param name="Language">BCP 47; empty: not known.</param>
/// <param name="LastActivityAt">Her own last act; <see cref="Times.NotYet"/>: none.</param>
/// <param name="AddedAt">When we first knew the number.</param>
public sealed record SubscriberRow(
    long Id,
    PublicId PublicId,
    string? Masked,
    Standing Standing,
    bool OnHold,
    ConsentCells Given,
    int GivenTo,
    DateTime OptedInAt,
    string? Point,
    string Region,
    string Language,
    DateTime LastActivityAt,
    DateTime AddedAt);

/// <param name="Rows">In the order asked for.</param>
/// <param name="Previous">Where the page before this ends; null on the first.</param>
/// <param name="Next">Where the page after this begins, or where to search on; null on the last.</param>
/// <param name="Partial">The budget was spent before the page was full: there may be more, in the direction of the move.</param>
/// <param name="CursorRefused">The cursor belonged to another filter or order, so this is the first page.</param>
public sealed record SubscriberPage(IReadOnlyList<SubscriberRow> Rows, Cursor? Previous, Cursor? Next, bool Partial = false, bool CursorRefused = false);

/// <param name="HasMore">There are more, added before these.</param>
public sealed record SubscriberMatches(IReadOnlyList<SubscriberRow> Rows, bool HasMore);

public enum CountKind : byte
{
    Exact,
    MoreThan,
    About,
}

/// <summary>How many subscribers a filter finds, as far as that could be told within the budget.</summary>
public readonly record struct SubscriberCount(long Value, CountKind Kind);

/// <summary>Something that a filter may name. Addresses carry its public id.</summary>
/// <param name="Region">ISO 3166, for numbers typed without a calling code.</param>
public sealed record Choice(long Id, PublicId PublicId, string Name, string Region);

public sealed record SubscriberChoices(IReadOnlyList<Choice> Senders, IReadOnlyList<Choice> Points);
