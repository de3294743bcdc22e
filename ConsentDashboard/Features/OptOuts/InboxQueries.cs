using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.OptOut.Deadlines;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.OptOuts;

public sealed class InboxQueries(IDbContextFactory<DashboardDbContext> contexts, InboundTexts texts, NumberVault vault, DeadlineRules deadlines, TimeProvider clock)
{
    public const int PageSize = 25;
    public const int MostCounted = 1_000;

    /// <summary>One page: what waits the oldest first, what was handled the newest first. Costs the same wherever it lies.</summary>
    public async Task<InboxPage> SearchAsync(InboxQuestion question, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewInbox);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var waiting = await Waiting(db, isSample: false).Take(MostCounted + 1).CountAsync(cancellation);
        var found = question.View switch
        {
            InboxView.Waiting => await Rows(db, Oldest(Waiting(db, isSample: false), question.After)).ToListAsync(cancellation),
            InboxView.Samples => await Rows(db, Oldest(Waiting(db, isSample: true), question.After)).ToListAsync(cancellation),
            InboxView.Handled => await HandledAsync(db, question.After, cancellation),
            _ => [],
        };
        var names = await StaffNames.OfAsync(db, found.Select(row => row.Message.HandledBy), cancellation);
        var shown = found.Take(PageSize).Select(row => Read(row, names, actor)).ToList();
        return new(shown, found.Count > PageSize, waiting, actor.Can(Permissions.ViewEvidence));
    }

    internal static IQueryable<InboundMessage> Waiting(DashboardDbContext db, bool isSample)
    {
        var waiting = db.InboundMessages.AsNoTracking().Where(m => m.State == InboxState.Waiting);
        return isSample ? waiting.Where(m => m.Reason == InboxReason.Sample) : waiting.Where(m => m.Reason != InboxReason.Sample);
    }

    internal static IQueryable<InboundMessage> Oldest(IQueryable<InboundMessage> messages, InboxPlace? after) =>
        (after is null ? messages : messages.Where(m => m.ReceivedAt >= after.At && (m.ReceivedAt > after.At || m.Id > after.Id)))
        .OrderBy(m => m.ReceivedAt).ThenBy(m => m.Id);

    internal static IQueryable<InboundMessage> Newest(DashboardDbContext db, InboxState state, InboxPlace? after) =>
        db.InboundMessages.AsNoTracking().Where(m => m.State == state && (after == null || (m.ReceivedAt <= after.At && (m.ReceivedAt < after.At || m.Id < after.Id))))
        .OrderByDescending(m => m.ReceivedAt).ThenByDescending(m => m.Id);

    internal static IQueryable<Stored> Rows(DashboardDbContext db, IQueryable<InboundMessage> messages) =>
        from message in messages.Take(PageSize + 1)
        join subscriber in db.Subscribers on message.SubscriberId equals subscriber.Id into known
        from subscriber in known.DefaultIfEmpty()
        join sender in db.Senders on message.SenderId equals sender.Id into to
        from sender in to.DefaultIfEmpty()
        select new Stored(
            message,
            subscriber,
            sender == null ? null : sender.Name,
            sender == null ? null : sender.DefaultRegion,
            db.Pauses.Where(p => p.SubscriberId == message.SubscriberId && p.To == Times.Never).Min(p => (DateTime?)p.From));

    // Each state is a range of the index of its own; together they would have to be sorted.
    private static async Task<List<Stored>> HandledAsync(DashboardDbContext db, InboxPlace? after, CancellationToken cancellation)
    {
        var withdrawn = await Rows(db, Newest(db, InboxState.Withdrawn, after)).ToListAsync(cancellation);
        var dismissed = await Rows(db, Newest(db, InboxState.NotAnOptOut, after)).ToListAsync(cancellation);
        return [.. withdrawn.Concat(dismissed).OrderByDescending(row => row.Message.ReceivedAt).ThenByDescending(row => row.Message.Id).Take(PageSize + 1)];
    }

    private InboxRow Read(Stored stored, Dictionary<string, string> names, Actor actor)
    {
        var message = stored.Message;
        var region = stored.Subscriber?.Region ?? stored.Region ?? "";
        var isReadable = actor.Can(Permissions.ViewEvidence);
        return new(
            message.PublicId, message.State, message.Reason, message.Verdict,
            stored.Subscriber?.PublicId,
            stored.Subscriber is { Cipher: { } cipher, PublicId: var id } ? vault.Mask(cipher, id) : null,
            isReadable ? From(message) : null,
            stored.Sender, message.To, message.ReceivedAt,
            isReadable ? NumbersInText.Mask(texts.Text(message)) : null,
            isReadable ? message.VerdictWords?.Split("; ", StringSplitOptions.RemoveEmptyEntries) ?? [] : [],
            deadlines.Find(region, message.ReceivedAt),
            deadlines.ClockAt(clock.UtcMilliseconds(), region, message.ReceivedAt, message.DueAt),
            stored.PausedSince, message.HandledAt,
            message.HandledBy is { } by ? names.GetValueOrDefault(by) : null)
        {
            Place = new(message.ReceivedAt, message.Id),
        };
    }

    // What is no number is shown as it came, for somebody to find out whose it is; a number is masked as everywhere.
    private string? From(InboundMessage message)
    {
        var from = texts.From(message);
        return message.Reason == InboxReason.UnreadableNumber ? from : NumbersInText.MaskDigits(from);
    }

    internal sealed record Stored(InboundMessage Message, Subscriber? Subscriber, string? Sender, string? Region, DateTime? PausedSince);
}
