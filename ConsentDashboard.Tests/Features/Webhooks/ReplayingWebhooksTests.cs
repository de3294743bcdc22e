using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Webhooks;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Operations.Webhooks;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Webhooks;

public sealed class ReplayingWebhooksTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_change_is_sent_again_as_it_was_with_what_followed_it(DatabaseProvider provider)
    {
        await using var room = await WebhookRoom.OpenAsync(provider, configure: services => services.AddWebhooks());
        var endpoint = await room.EndpointAsync();
        await room.RecordAsync(room.Here.OptIn(1));
        room.Pass(TimeSpan.FromSeconds(1));
        await room.RecordAsync(room.Here.Stop(1, ConsentCells.AllSms, room.Here.Shop));
        room.Pass(TimeSpan.FromSeconds(1));
        await room.RecordAsync(room.Here.OptIn(1, ConsentCells.SmsPromotional, at: room.Here.Database.Now));
        room.Pass(TimeSpan.FromSeconds(1));

        // The ratchet keeps the texts as they are: what the cell is comes from the history.
        await room.RecordAsync(room.Here.OptIn(1, ConsentCells.SmsAdvertising | ConsentCells.CallPromotional, at: room.Here.Database.Now.AddSeconds(-3)));
        await room.Dispatcher.DispatchAsync(Token);
        var before = room.Arrived.Select(Body).ToList();
        Assert.Contains("\"sms-advertising\":\"withdrawn\"", before[3], StringComparison.Ordinal);
        room.Receiver.Requests.Clear();

        var log = await room.Here.Get<DeliveryQueries>().SearchAsync(endpoint.PublicId, new(), Staff.Administrator, Token);
        var replayed = await room.Here.Get<ReplayMessage>().ExecuteAsync(new(endpoint.PublicId, log.Rows[2].Id), Staff.Administrator, Token);
        await room.Dispatcher.DispatchAsync(Token);

        Assert.Equal((null, 3), (replayed.Error, replayed.Value));
        Assert.Equal(before[1..], room.Arrived.Select(Body));
        Assert.Equal(7, (await room.RowsAsync()).Select(row => row.MessageKey).Distinct().Count());
        await using var db = room.Here.Open();
        Assert.Equal($"{endpoint.PublicId}", (await db.AuditEntries.SingleAsync(e => e.Action == AuditAction.WebhookReplayed, Token)).Subject);
    }

    [Fact]
    public async Task Everything_since_a_moment_is_sent_again_in_order_to_whom_it_concerns()
    {
        await using var room = await WebhookRoom.OpenAsync(configure: services => services.AddWebhooks());
        await room.RecordAsync(room.Here.OptIn(9));
        room.Pass(TimeSpan.FromHours(1));
        var since = room.Here.Database.Now;
        for (var n = 0; n < 450; n++)
        {
            room.Pass(TimeSpan.FromMilliseconds(5));
            await room.RecordAsync(n % 2 == 0 ? room.Here.OptIn(1 + (n % 6), sender: n % 4 == 0 ? room.Here.Bank : null) : room.Here.Stop(1 + (n % 6)));
        }

        var endpoint = await room.EndpointAsync(room.Here.Shop);
        var replayed = await room.Here.Get<ReplaySince>().ExecuteAsync(new(endpoint.PublicId, since), Staff.Administrator, Token);
        await room.Dispatcher.DispatchAsync(Token);

        var expected = 450 - 113;
        Assert.Equal((null, expected), (replayed.Error, replayed.Value));
        Assert.Equal(expected, room.Arrived.Count);
        Assert.All(room.Arrived.GroupBy(body => body.GetProperty("subscriber").GetString()), person =>
        {
            var places = person.Select(body => body.GetProperty("sequence").GetInt32()).ToList();
            Assert.Equal(places.Order(), places);
        });
    }

    [Fact]
    public async Task What_lies_too_far_back_or_ahead_is_refused_and_so_is_a_test_message()
    {
        await using var room = await WebhookRoom.OpenAsync(configure: services => services.AddWebhooks());
        var endpoint = await room.EndpointAsync();
        var replay = room.Here.Get<ReplaySince>();
        await room.Here.Get<SendTest>().ExecuteAsync(new(endpoint.PublicId), Staff.Administrator, Token);
        var ping = Assert.Single(await room.RowsAsync());

        foreach (var since in (DateTime[])[room.Here.Database.Now, room.Here.Database.Now - OutboxSweep.Keeping - TimeSpan.FromSeconds(1)])
        {
            Assert.Equal(WebhookErrors.WrongSince, (await replay.ExecuteAsync(new(endpoint.PublicId, since), Staff.Administrator, Token)).Error);
        }

        Assert.Equal(WebhookErrors.NoEvent, (await room.Here.Get<ReplayMessage>().ExecuteAsync(new(endpoint.PublicId, ping.Id), Staff.Administrator, Token)).Error);
        Assert.Equal((WebhookMessages.Ping, null), (ping.Kind, ping.SubscriberId));
    }

    [Fact]
    public async Task Of_an_erased_person_only_what_is_left_is_told_again()
    {
        await using var room = await WebhookRoom.OpenAsync(configure: services => services.AddWebhooks());
        await room.RecordAsync(room.Here.OptIn(1) with { ExternalRef = "C-17" });
        await room.RecordAsync(room.Erase(1));
        var endpoint = await room.EndpointAsync();
        room.Pass(TimeSpan.FromMinutes(1));

        await room.Here.Get<ReplaySince>().ExecuteAsync(new(endpoint.PublicId, room.Here.Database.Now.AddHours(-1)), Staff.Administrator, Token);
        await room.Dispatcher.DispatchAsync(Token);

        Assert.Equal(["consent.given", "consent.erased"], room.Arrived.Select(body => body.GetProperty("type").GetString()));
        Assert.All(room.Receiver.Requests, request => Assert.DoesNotContain(A.Number(1), request.Body, StringComparison.Ordinal));
        Assert.All(room.Receiver.Requests, request => Assert.DoesNotContain("C-17", request.Body, StringComparison.Ordinal));
    }

    /// <summary>All but the message's own id.</summary>
    private static string Body(System.Text.Json.JsonElement body) => string.Join(',', body.EnumerateObject().Where(property => property.Name != "id").Select(property => $"{property.Name}:{property.Value.GetRawText()}"));
}
