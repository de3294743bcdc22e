using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Support;

/// <summary>An installation with messages in its outbox and a gateway of the test's.</summary>
internal sealed class Mailroom : IAsyncDisposable
{
    public const string From = "+12025550142";

    private Mailroom(Installation here) => Here = here;

    public Installation Here { get; }

    public OutboxDispatcher Dispatcher => Here.Get<OutboxDispatcher>();

    public static async Task<Mailroom> OpenAsync(IMessageSender? sender, MessagesOptions? options = null, DatabaseProvider provider = DatabaseProvider.Sqlite, Action<IServiceCollection>? configure = null)
    {
        var here = await Installation.CreateAsync(provider, services =>
        {
            With(sender, options)(services);
            configure?.Invoke(services);
        });
        await using var db = here.Open();
        db.Add(new SenderAddress { SenderId = here.Shop.Id, Source = "twilio", Address = From });
        await db.SaveChangesAsync();
        return new(here);
    }

    public static Action<IServiceCollection> With(IMessageSender? sender, MessagesOptions? options = null) => services =>
    {
        services.AddMessaging(options ?? new());
        if (sender is not null)
        {
            services.AddSingleton(sender);
        }
    };

    /// <summary>Something to tell a person, written in the transaction of an act of hers.</summary>
    public Task TellAsync(int person, string text, Sender? sender = null, string kind = "news") => RecordAsync(Here.OptIn(person), person, text, kind, sender);

    /// <summary>A double opt-in with its code.</summary>
    public Task AskAsync(int person, string text, TimeSpan window) => RecordAsync(
        Here.OptIn(person) with { Type = ConsentEventType.Requested, Pending = new(Guid.CreateVersion7(), new byte[32], Here.Database.Now + window) },
        person, text, MessageKinds.ConfirmationCode, null);

    /// <summary>In the order in which they were enqueued.</summary>
    public async Task<List<OutboxMessage>> RowsAsync()
    {
        await using var db = Here.Open();
        return await db.Outbox.AsNoTracking().OrderBy(m => m.Id).ToListAsync();
    }

    public async Task<OutboxMessage> RowAsync() => Assert.Single(await RowsAsync());

    public void Pass(TimeSpan time) => Here.Database.Clock.Advance(time);

    public ValueTask DisposeAsync() => Here.DisposeAsync();

    private async Task RecordAsync(ConsentAct act, int person, string text, string kind, Sender? sender)
    {
        var draft = Here.Get<TextMessages>().Draft(Guid.CreateVersion7(), new((sender ?? Here.Shop).Id, A.Number(person), text), kind);
        var recorded = await Here.Ledger.RecordAsync(act with { Outbox = [draft] });
        Assert.False(recorded.Failed, recorded.Error?.Key);
    }
}
