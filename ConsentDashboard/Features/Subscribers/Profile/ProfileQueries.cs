using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers.Profile;

public sealed class ProfileQueries(IDbContextFactory<DashboardDbContext> contexts, ConsentDecisions decisions, NumberVault vault, TimeProvider clock)
{
    // Whoever asks more often than that is looked up in the register.
    private const int MostAsked = 10;

    private static readonly IReadOnlyList<(Channel Channel, MessageType Type)> Order =
        [.. from type in Enum.GetValues<MessageType>() from channel in Enum.GetValues<Channel>() select (channel, type)];

    /// <summary>The person of that address, now or as known at a past moment; null where there is none.</summary>
    public Task<ProfileDetails?> FindAsync(PublicId publicId, DateTime? asOf, Actor actor, CancellationToken cancellation = default) =>
        FindAsync(publicId, asOf, actor, opening: null, cancellation);

    /// <param name="opening">Of a restricted person; without it her profile is closed and says nothing of her.</param>
    public async Task<ProfileDetails?> FindAsync(PublicId publicId, DateTime? asOf, Actor actor, RestrictedOpening? opening, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ViewSubscriber);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var subscriber = await db.Subscribers.AsNoTracking().FirstOrDefaultAsync(s => s.PublicId == publicId, cancellation);
        if (subscriber is null)
        {
            return null;
        }

        if (subscriber is { RestrictedAt: not null, ErasedAt: null } && opening?.SubscriberId != subscriber.Id)
        {
            return new() { Id = subscriber.Id, PublicId = publicId, Standing = subscriber.Standing, IsClosed = true };
        }

        var now = clock.UtcMilliseconds();
        var past = asOf is { } wanted && wanted < now ? wanted : (DateTime?)null;
        var at = past ?? now;
        return new()
        {
            Id = subscriber.Id,
            PublicId = publicId,
            MaskedNumber = subscriber.Cipher is { } cipher ? vault.Mask(cipher, publicId) : null,
            Standing = subscriber.Standing,
            Region = subscriber.Region,
            Language = subscriber.Language,
            ExternalRef = subscriber.ExternalRef,
            FirstSeenAt = subscriber.FirstSeenAt,
            LastActivityAt = subscriber.LastActivityAt,
            ErasedAt = subscriber.ErasedAt,
            At = at,
            IsPast = past is not null,
            Senders = await SendersAsync(db, subscriber.Id, past, cancellation),
            Intervals =
            [
                .. await IntervalsAsync(db.Holds, IntervalKind.Hold, subscriber.Id, at, cancellation),
                .. await IntervalsAsync(db.Pauses, IntervalKind.Pause, subscriber.Id, at, cancellation),
                .. await IntervalsAsync(db.Restrictions, IntervalKind.Restriction, subscriber.Id, at, cancellation),
            ],
            Reachability = await db.Reachability.Where(r => r.SubscriberId == subscriber.Id && r.From <= at && r.To > at)
                .OrderByDescending(r => r.Id).Select(r => r.Status).FirstOrDefaultAsync(cancellation),
            Pending = await db.PendingRequests.Where(p => p.SubscriberId == subscriber.Id && p.CreatedAt <= at && p.ExpiresAt > at)
                .Select(p => new PendingRow(p.SenderId, p.Cells, p.CreatedAt, p.ExpiresAt)).ToListAsync(cancellation),
            Asked = past is null && actor.Can(Permissions.ViewRequests) ? [.. (await Asked(db, subscriber.Id, now).ToListAsync(cancellation)).OrderBy(asked => asked.DueAt)] : [],
        };
    }

    /// <summary>The language in which the wording of a cell was last shown to her.</summary>
    public async Task<string?> LanguageShownAsync(long subscriberId, long senderId, CellDetails cell, CancellationToken cancellation = default)
    {
        if (cell.Wording is not { } wording)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.ConsentEvents
            .Where(e => e.SubscriberId == subscriberId && e.SenderId == senderId && e.Kind == ConsentKind.Contact
                && (e.Cells & cell.Bit) != ConsentCells.None && e.NoticeVersionId == wording.VersionId && e.RecordedAt <= cell.Decision.At)
            .OrderByDescending(e => e.Seq).Select(e => e.Language).FirstOrDefaultAsync(cancellation);
    }

    internal static IQueryable<AskedRow> Asked(DashboardDbContext db, long subscriberId, DateTime now) => db.PersonRequests
        .Where(r => r.SubscriberId == subscriberId && r.Status != RequestStatus.Closed).OrderBy(r => r.Id).Take(MostAsked)
        .Select(r => new AskedRow(r.PublicId, r.Kind, r.ReceivedAt, r.DueAt, r.DueAt <= now));

    private async Task<IReadOnlyList<SenderMatrix>> SendersAsync(DashboardDbContext db, long subscriberId, DateTime? past, CancellationToken cancellation)
    {
        var senders = await db.Senders.AsNoTracking().OrderBy(s => s.Id).Select(s => new { s.Id, s.PublicId, s.Name, s.NeedsProcessingConsent }).ToListAsync(cancellation);
        var requests = senders.SelectMany(sender => Order.Select(cell => new DecisionRequest(sender.Id, cell.Channel, cell.Type, past))).ToList();
        var answers = await decisions.ExplainAsync(subscriberId, requests, cancellation);
        var wordings = await WordingsAsync(db, [.. answers.Select(answer => answer.Cell?.NoticeVersionId).OfType<long>().Distinct()], cancellation);
        var processing = await db.Consents.AsNoTracking().Where(c => c.SubscriberId == subscriberId && c.Kind == ConsentKind.Processing).ToListAsync(cancellation);
        return
        [
            .. senders.Zip(answers.Chunk(Order.Count), (sender, cells) => new SenderMatrix(
                sender.Id,
                sender.PublicId,
                sender.Name,
                sender.NeedsProcessingConsent,
                cells.Any(cell => cell.Cell is not null),
                [.. Order.Zip(cells, (place, answer) => CellOf(place.Channel, place.Type, answer, wordings))],
                sender.NeedsProcessingConsent ? ProcessingOf(cells, past is null ? processing.Where(c => c.SenderId == sender.Id).ToList() : []) : []))
                .OrderByDescending(sender => sender.HasHistory),
        ];
    }

    private static CellDetails CellOf(Channel channel, MessageType type, ExplainedDecision answer, Dictionary<long, WordingRow> wordings)
    {
        var cell = answer.Cell;
        var isOver = cell is { State: ConsentState.Given } && cell.ExpiresAt <= answer.At;
        return new(
            channel,
            type,
            isOver ? ConsentState.Expired : cell?.State ?? ConsentState.None,
            isOver ? cell!.ExpiresAt : cell?.StateAt,
            cell?.NoticeVersionId is { } version ? wordings.GetValueOrDefault(version) : null,
            answer);
    }

    private static List<ProcessingRow> ProcessingOf(ExplainedDecision[] cells, List<Consent> stored) =>
    [
        .. Enum.GetValues<Channel>().Select(channel =>
        {
            var given = Order.Zip(cells).Where(pair => pair.First.Channel == channel && pair.Second.Facts.HasProcessing)
                .Aggregate(ConsentCells.None, (bits, pair) => bits | Cells.Of(channel, pair.First.Type));
            var rows = stored.Where(c => c.Channel == channel).ToList();
            var last = rows.MaxBy(c => c.StateAt);
            return given != ConsentCells.None
                ? new ProcessingRow(channel, ConsentState.Given, given, rows.Where(c => c.State == ConsentState.Given).Max(c => (DateTime?)c.GivenAt))
                : new ProcessingRow(channel, last is { State: ConsentState.Given } ? ConsentState.Expired : last?.State ?? ConsentState.None, given, last?.StateAt);
        }),
    ];

    private static async Task<Dictionary<long, WordingRow>> WordingsAsync(DashboardDbContext db, List<long> versions, CancellationToken cancellation) => await (
        from version in db.NoticeVersions
        join notice in db.Notices on version.NoticeId equals notice.Id
        where versions.Contains(version.Id)
        select new WordingRow(version.Id, notice.Name, version.Number)).ToDictionaryAsync(row => row.VersionId, cancellation);

    private static async Task<IReadOnlyList<IntervalRow>> IntervalsAsync<T>(DbSet<T> set, IntervalKind kind, long subscriberId, DateTime at, CancellationToken cancellation)
        where T : SubscriberInterval =>
        await set.Where(i => i.SubscriberId == subscriberId && i.From <= at && i.To > at).OrderBy(i => i.Id)
            .Select(i => new IntervalRow(i.Id, kind, i.From, i.To, i.Reason)).ToListAsync(cancellation);
}
