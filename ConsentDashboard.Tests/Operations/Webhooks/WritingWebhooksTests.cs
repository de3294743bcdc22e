using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Webhooks;

/// <summary>Which events leave a message for whom, and what it says.</summary>
public sealed class WritingWebhooksTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_change_is_told_with_what_each_named_cell_became(DatabaseProvider provider)
    {
        await using var room = await WebhookRoom.OpenAsync(provider);
        var endpoint = await room.EndpointAsync();
        await room.RecordAsync(room.Here.OptIn(1, ConsentCells.SmsPromotional | ConsentCells.CallPromotional) with { ExternalRef = "C-17" });
        room.Pass(TimeSpan.FromSeconds(1));
        await room.RecordAsync(room.Here.Stop(1, ConsentCells.AllSms, room.Here.Shop));

        await room.Dispatcher.DispatchAsync(Token);

        await using var db = room.Here.Open();
        var events = await db.ConsentEvents.OrderBy(e => e.Id).ToListAsync(Token);
        var (given, withdrawn) = (room.Arrived[0], room.Arrived[1]);
        Assert.Equal("consent.given", given.GetProperty("type").GetString());
        Assert.Equal(events[0].EventKey, given.GetProperty("event").GetGuid());
        Assert.Equal((A.Number(1), "C-17", $"{room.Here.Shop.PublicId}"), (given.GetProperty("phone").GetString(), given.GetProperty("externalRef").GetString(), given.GetProperty("sender").GetString()));
        Assert.Equal("""{"sms-promotional":"given","call-promotional":"given"}""", given.GetProperty("states").GetRawText());
        Assert.Equal("consent.withdrawn", withdrawn.GetProperty("type").GetString());
        Assert.Equal("""["sms-informational","sms-advertising","sms-promotional"]""", withdrawn.GetProperty("cells").GetRawText());
        Assert.Equal("""{"sms-informational":"withdrawn","sms-advertising":"withdrawn","sms-promotional":"withdrawn"}""", withdrawn.GetProperty("states").GetRawText());
        Assert.Equal(("smsReply", "contact", 2), (withdrawn.GetProperty("source").GetString(), withdrawn.GetProperty("kind").GetString(), withdrawn.GetProperty("sequence").GetInt32()));
        Assert.Equal("2026-06-01T00:00:01Z", withdrawn.GetProperty("recordedAt").GetString());
        Assert.Equal(room.Receiver.Requests.Select(request => request.Headers["webhook-id"]), room.Arrived.Select(body => body.GetProperty("id").GetString()));
        Assert.All(await room.RowsAsync(), row => Assert.Equal((WebhookEndpoint.LaneOf(endpoint.PublicId), null, (short?)200), (row.Endpoint, row.PayloadCipher, row.LastStatus)));
    }

    [Fact]
    public async Task A_sender_hears_its_own_changes_and_a_withdrawal_from_all_reaches_everyone()
    {
        await using var room = await WebhookRoom.OpenAsync();
        await room.EndpointAsync(room.Here.Shop, "/shop");
        await room.EndpointAsync(room.Here.Bank, "/bank");
        await room.EndpointAsync(path: "/all");
        await room.EndpointAsync(path: "/off", isActive: false);

        await room.RecordAsync(room.Here.OptIn(1));
        await room.Dispatcher.DispatchAsync(Token);
        Assert.Equal(["/all", "/shop"], room.Receiver.Requests.Select(request => request.Path).Order());

        room.Receiver.Requests.Clear();
        await room.RecordAsync(room.Here.Stop(1));
        await room.Dispatcher.DispatchAsync(Token);
        Assert.Equal(["/all", "/bank", "/shop"], room.Receiver.Requests.Select(request => request.Path).Order());
        Assert.All(room.Arrived, body => Assert.Equal(System.Text.Json.JsonValueKind.Null, body.GetProperty("sender").ValueKind));
        Assert.All(room.Arrived, body => Assert.Equal("withdrawn", body.GetProperty("states").GetProperty("call-advertising").GetString()));
    }

    [Fact]
    public async Task The_stop_of_an_unknown_number_names_it()
    {
        await using var room = await WebhookRoom.OpenAsync();
        await room.EndpointAsync();

        await room.RecordAsync(room.Here.Stop(7));
        await room.Dispatcher.DispatchAsync(Token);

        Assert.Equal(A.Number(7), Assert.Single(room.Arrived).GetProperty("phone").GetString());
        await using var db = room.Here.Open();
        Assert.Null((await db.Subscribers.SingleAsync(Token)).Cipher);
    }

    [Fact]
    public async Task Whoever_is_named_by_id_is_told_with_her_stored_number()
    {
        await using var room = await WebhookRoom.OpenAsync();
        await room.RecordAsync(room.Here.OptIn(3));
        await room.EndpointAsync();

        await room.RecordAsync(room.Here.Stop(3) with { Number = null, SubscriberId = 1 });
        await room.Dispatcher.DispatchAsync(Token);

        Assert.Equal(A.Number(3), Assert.Single(room.Arrived).GetProperty("phone").GetString());
    }

    [Fact]
    public async Task An_erasure_is_told_without_a_number_and_takes_what_waited_with_it()
    {
        await using var room = await WebhookRoom.OpenAsync();
        await room.EndpointAsync();
        await room.RecordAsync(room.Here.OptIn(1) with { ExternalRef = "C-17" });
        await room.RecordAsync(room.Erase(1));

        await room.Dispatcher.DispatchAsync(Token);

        var told = Assert.Single(room.Arrived);
        Assert.Equal("consent.erased", told.GetProperty("type").GetString());
        Assert.All(["phone", "externalRef"], name => Assert.Equal(System.Text.Json.JsonValueKind.Null, told.GetProperty(name).ValueKind));
        Assert.All(await room.RowsAsync(), row => Assert.Null(row.PayloadCipher));
    }

    [Fact]
    public async Task A_test_and_what_changes_no_permission_are_not_told()
    {
        await using var room = await WebhookRoom.OpenAsync();
        await room.EndpointAsync();

        await room.RecordAsync(room.Here.OptIn(1) with { IsTest = true });
        await room.RecordAsync(room.Here.OptIn(2) with { Type = ConsentEventType.Requested, Pending = new(Guid.CreateVersion7(), new byte[32], room.Here.Database.Now.AddHours(1)) });

        Assert.Empty(await room.RowsAsync());
    }

    [Fact]
    public async Task An_act_delivered_twice_is_told_once()
    {
        await using var room = await WebhookRoom.OpenAsync();
        await room.EndpointAsync();
        var stop = room.Here.Stop(1);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => room.RecordAsync(stop)));

        Assert.Single(await room.RowsAsync());
    }
}
