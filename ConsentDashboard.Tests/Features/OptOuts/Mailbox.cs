using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.OptOut.Deadlines;
using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Features.OptOuts;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.OptOuts;

/// <summary>An installation into which messages come.</summary>
internal sealed class Mailbox(Installation here) : IAsyncDisposable
{
    private int _count;

    public Installation Here { get; } = here;

    public HandleReply Handle => Here.Get<HandleReply>();

    public static async Task<Mailbox> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite) =>
        new(await Installation.CreateAsync(provider, services => services.AddOptOuts()));

    /// <summary>A subscriber of the shop, who wrote something that may be an opt-out; contact is paused.</summary>
    public async Task<InboundMessage> PausedAsync(int number, string text = "please no more of this", string? words = "no more", Sender? to = null, bool toNobody = false)
    {
        var subscriber = await SubscriberAsync(number);
        var row = Row(text, words, toNobody ? null : to ?? Here.Shop, InboxReason.MayBeOptOut);
        await Here.Ledger.RecordAsync(new()
        {
            SubscriberId = subscriber,
            Type = ConsentEventType.ContactPaused,
            Source = Source.SmsReply,
            OccurredAt = Here.Database.Now,
            Actor = Actor.Person,
            IntervalReason = "a reply may be an opt-out",
            Inbound = new(() => row),
        });
        return row;
    }

    public async Task<InboundMessage> SampleAsync(int number, string text = "thanks a lot")
    {
        var row = Row(text, null, Here.Shop, InboxReason.Sample);
        row.SubscriberId = await SubscriberAsync(number);
        return await AddAsync(row);
    }

    /// <summary>From somebody who is not known here, or whose number is none.</summary>
    public Task<InboundMessage> StrangerAsync(string from, InboxReason reason, string text = "stop it", Sender? to = null)
    {
        var row = Row(text, "stop", to, reason);
        row.FromCipher = Here.Get<InboundTexts>().Seal(from, $"from:{row.Source}:{row.ProviderId}");
        return AddAsync(row);
    }

    public async Task<InboundMessage> FindAsync(InboundMessage message)
    {
        await using var db = Here.Open();
        return await db.InboundMessages.AsNoTracking().SingleAsync(m => m.PublicId == message.PublicId);
    }

    public async Task<List<ConsentEvent>> EventsAsync(ConsentEventType type)
    {
        await using var db = Here.Open();
        return await db.ConsentEvents.AsNoTracking().Where(e => e.Type == type).OrderBy(e => e.Id).ToListAsync();
    }

    public async Task<bool> IsPausedAsync()
    {
        await using var db = Here.Open();
        return await db.Pauses.AnyAsync(p => p.To == Times.Never);
    }

    public void Pass(TimeSpan time) => Here.Database.Clock.Advance(time);

    public ValueTask DisposeAsync() => Here.DisposeAsync();

    private async Task<long> SubscriberAsync(int number)
    {
        var given = await Here.Ledger.RecordAsync(Here.OptIn(number, ConsentCells.All));
        return given.Value!.SubscriberId;
    }

    private async Task<InboundMessage> AddAsync(InboundMessage row)
    {
        await using var db = Here.Open();
        db.Add(row);
        await db.SaveChangesAsync();
        return row;
    }

    private InboundMessage Row(string text, string? words, Sender? to, InboxReason reason)
    {
        var (now, id) = (Here.Database.Now, $"SM{++_count}");
        return new()
        {
            PublicId = PublicId.Create(),
            Source = "twilio",
            ProviderId = id,
            SenderId = to?.Id,
            To = "+12025550142",
            Verdict = reason == InboxReason.Sample ? ReplyKind.Ordinary : ReplyKind.MayBeOptOut,
            VerdictWords = words,
            TextCipher = Here.Get<InboundTexts>().Seal(text, $"twilio:{id}"),
            ReceivedAt = now,
            TextExpiresAt = now.AddDays(30),
            Reason = reason,
            State = InboxState.Waiting,
            DueAt = Here.Get<DeadlineRules>().DueAt("RU", now),
        };
    }
}
