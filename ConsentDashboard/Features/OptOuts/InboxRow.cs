using ConsentDashboard.Domain;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.OptOut.Deadlines;
using ConsentDashboard.Domain.OptOut.Replies;

namespace ConsentDashboard.Features.OptOuts;

public enum InboxView
{
    Waiting,
    Handled,
    Samples,
    Timeliness,
}

/// <param name="Subscriber">Null where the number is not known here, or could not be read.</param>
/// <param name="Masked">Null where it is erased.</param>
/// <param name="From">What stood for the number, where it is none; masked where it is one that is not known here.</param>
/// <param name="Sender">Null where the address that it was sent to belongs to none.</param>
/// <param name="Text">Null where it is kept no longer, or whoever looks may not read it.</param>
/// <param name="Words">The pieces of the text that led to the verdict.</param>
/// <param name="Rule">The law that the clock follows.</param>
/// <param name="PausedSince">Null where contact is not paused.</param>
/// <param name="HandledBy">The name of whoever decided; null where there is no such account any more.</param>
public sealed record InboxRow(
    PublicId Id, InboxState State, InboxReason Reason, ReplyKind Verdict, PublicId? Subscriber, string? Masked, string? From, string? Sender, string To,
    DateTime ReceivedAt, string? Text, IReadOnlyList<string> Words, DeadlineRule Rule, DeadlineClock Clock, DateTime? PausedSince, DateTime? HandledAt, string? HandledBy)
{
    public InboxPlace Place { get; init; } = new(default, 0);
}

/// <summary>A place in the list, by the keys of the message there.</summary>
public sealed record InboxPlace(DateTime At, long Id);

/// <summary>Which page of which list.</summary>
/// <param name="After">The message before it in the order of the list; null: from the beginning.</param>
public sealed record InboxQuestion(InboxView View, InboxPlace? After = null);

/// <param name="Waiting">How many wait; more than <see cref="InboxQueries.MostCounted"/> is as far as it counts.</param>
/// <param name="ShowsTexts">Whoever looks may read what people wrote.</param>
public sealed record InboxPage(IReadOnlyList<InboxRow> Rows, bool HasMore, int Waiting, bool ShowsTexts);
