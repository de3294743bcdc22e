using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Support;

/// <summary>An installation that tells a receiver on this machine of consent changes.</summary>
internal sealed class WebhookRoom : IAsyncDisposable
{
    private WebhookRoom(Installation here, FakeGateway receiver) => (Here, Receiver) = (here, receiver);

    public Installation Here { get; }

    public FakeGateway Receiver { get; }

    public WebhookDispatcher Dispatcher => Here.Get<WebhookDispatcher>();

    /// <summary>What arrived, in the order in which it came.</summary>
    public IReadOnlyList<JsonElement> Arrived => [.. Receiver.Requests.Select(request => JsonDocument.Parse(request.Body).RootElement)];

    public static async Task<WebhookRoom> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, WebhookOptions? options = null, Action<IServiceCollection>? configure = null)
    {
        var receiver = await FakeGateway.StartAsync();
        receiver.Answer = FakeGateway.With(200);
        var here = await Installation.CreateAsync(provider, services =>
        {
            With(options)(services);
            configure?.Invoke(services);
        });
        return new(here, receiver);
    }

    public static Action<IServiceCollection> With(WebhookOptions? options = null) => services => services.AddMessaging(new()).AddWebhookSending(options ?? new() { AllowPrivateTargets = true, Timeout = 20 });

    /// <summary>The receiver under an address of its own.</summary>
    public async Task<WebhookEndpoint> EndpointAsync(Sender? sender = null, string path = "/hook", string? address = null, bool isActive = true)
    {
        var id = PublicId.Create();
        var endpoint = new WebhookEndpoint
        {
            PublicId = id,
            Name = $"Till {path}",
            Address = address ?? Receiver.Address + path,
            SenderId = sender?.Id,
            SecretCipher = Here.Get<WebhookSecrets>().Create(id).Cipher,
            IsActive = isActive,
            CreatedAt = Here.Database.Now,
        };
        await using var db = Here.Open();
        db.Add(endpoint);
        await db.SaveChangesAsync();
        return endpoint;
    }

    public async Task RecordAsync(ConsentAct act)
    {
        var recorded = await Here.Ledger.RecordAsync(act);
        Assert.False(recorded.Failed, recorded.Error?.Key);
    }

    public ConsentAct Erase(long subscriber) => new() { SubscriberId = subscriber, Type = ConsentEventType.Erased, Source = Source.Policy, OccurredAt = Here.Database.Now, Actor = ConsentDashboard.Security.Access.Actor.System("test") };

    /// <summary>In the order in which they were enqueued.</summary>
    public async Task<List<OutboxMessage>> RowsAsync()
    {
        await using var db = Here.Open();
        return await db.Outbox.AsNoTracking().OrderBy(m => m.Id).ToListAsync();
    }

    public async Task<WebhookEndpoint> ReadAsync(WebhookEndpoint endpoint)
    {
        await using var db = Here.Open();
        return await db.WebhookEndpoints.AsNoTracking().SingleAsync(e => e.Id == endpoint.Id);
    }

    public void Pass(TimeSpan time) => Here.Database.Clock.Advance(time);

    /// <summary>Lets time go by, and has every due message tried, until nothing waits.</summary>
    public async Task DeliverAllAsync()
    {
        for (var round = 0; round < 200 && (await RowsAsync()).Exists(row => row.DeliveredAt is null && row.DueAt < Times.Never); round++)
        {
            await Dispatcher.DispatchAsync();
            Pass(TimeSpan.FromSeconds(90));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Here.DisposeAsync();
        await Receiver.DisposeAsync();
    }
}
