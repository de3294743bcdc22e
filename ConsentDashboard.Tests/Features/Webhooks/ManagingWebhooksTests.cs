using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Features.Webhooks;
using ConsentDashboard.Operations.Webhooks;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Webhooks;

public sealed class ManagingWebhooksTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_one_gets_a_secret_that_signs_what_it_is_told()
    {
        await using var room = await OpenAsync();

        var saved = await SaveAsync(room, new() { Name = " Till ", Address = $"{room.Receiver.Address}/hook", Sender = room.Here.Shop.PublicId });
        Assert.False((await room.Here.Get<SendTest>().ExecuteAsync(new(saved.Id), Staff.Administrator, Token)).Failed);
        await room.Dispatcher.DispatchAsync(Token);

        var request = Assert.Single(room.Receiver.Requests);
        Assert.Equal("ping", room.Arrived[0].GetProperty("type").GetString());
        Assert.Equal(Signature(saved.Secret!, request), request.Headers["webhook-signature"]);
        Assert.Equal($"{room.Here.Database.Clock.GetUtcNow().ToUnixTimeSeconds()}", request.Headers["webhook-timestamp"]);
        var row = Assert.Single(await room.Here.Get<WebhookQueries>().ListAsync(Staff.Administrator, Token));
        Assert.Equal(("Till", room.Here.Shop.Name, WebhookState.Delivering, 0), (row.Name, row.Sender, row.State, row.Waiting));
    }

    [Theory]
    [InlineData("", "https://shop.example/hook", "Webhook.NameMissing")]
    [InlineData("Till", "shop", "Webhook.WrongAddress")]
    [InlineData("Till", "ftp://shop.example/hook", "Webhook.WrongAddress")]
    [InlineData("Till", "https://user:pass@shop.example/hook", "Webhook.WrongAddress")]
    [InlineData("Till", "https://shop.example/hook#part", "Webhook.WrongAddress")]
    [InlineData("Till", "http://shop.example/hook", "Webhook.NotSecure")]
    [InlineData("Till", "https://localhost/hook", "Webhook.PrivateAddress")]
    [InlineData("Till", "https://10.0.0.7/hook", "Webhook.PrivateAddress")]
    [InlineData("Till", "https://[::1]:8443/hook", "Webhook.PrivateAddress")]
    [InlineData("Till", "https://2130706433/hook", "Webhook.PrivateAddress")]
    [InlineData("Till", "https://shop.example/hook?key=1", null)]
    public async Task What_no_message_could_be_sent_to_is_refused(string name, string address, string? error)
    {
        await using var room = await OpenAsync(new());

        var saved = await room.Here.Get<SaveWebhook>().ExecuteAsync(new() { Name = name, Address = address }, Staff.Administrator, Token);

        Assert.Equal(error, saved.Error?.Key);
        Assert.True(error is null || (Words.HasError(error, "en") && Words.HasError(error, "ru")));
    }

    [Fact]
    public async Task A_rotated_secret_signs_beside_the_old_one_for_a_day()
    {
        await using var room = await OpenAsync();
        var saved = await SaveAsync(room, new() { Name = "Till", Address = room.Receiver.Address });

        var rotated = await room.Here.Get<RotateSecret>().ExecuteAsync(new(saved.Id), Staff.Administrator, Token);
        await room.RecordAsync(room.Here.Stop(1));
        await room.Dispatcher.DispatchAsync(Token);
        room.Pass(WebhookSecrets.Overlap);
        await room.RecordAsync(room.Here.Stop(2));
        await room.Dispatcher.DispatchAsync(Token);

        var (during, after) = (room.Receiver.Requests.First(), room.Receiver.Requests.Last());
        Assert.Equal($"{Signature(rotated.Value!, during)} {Signature(saved.Secret!, during)}", during.Headers["webhook-signature"]);
        Assert.Equal(Signature(rotated.Value!, after), after.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task Switched_off_it_is_told_nothing_and_on_again_what_waited()
    {
        await using var room = await OpenAsync();
        var endpoint = await room.EndpointAsync();
        room.Receiver.Answer = FakeGateway.With(500);
        await room.RecordAsync(room.Here.Stop(1));
        await room.Dispatcher.DispatchAsync(Token);
        var switching = room.Here.Get<SwitchWebhook>();

        await switching.ExecuteAsync(new(endpoint.PublicId, false), Staff.Administrator, Token);
        await room.RecordAsync(room.Here.Stop(2));
        Assert.Equal(WebhookErrors.SwitchedOff, (await room.Here.Get<SendTest>().ExecuteAsync(new(endpoint.PublicId), Staff.Administrator, Token)).Error);
        room.Receiver.Requests.Clear();
        room.Receiver.Answer = FakeGateway.With(200);
        await switching.ExecuteAsync(new(endpoint.PublicId, true), Staff.Administrator, Token);
        await room.Dispatcher.DispatchAsync(Token);

        Assert.Equal(A.Number(1), Assert.Single(room.Arrived).GetProperty("phone").GetString());
    }

    [Fact]
    public async Task Each_change_is_audited_and_an_old_form_changes_nothing()
    {
        await using var room = await OpenAsync();
        var saved = await SaveAsync(room, new() { Name = "Till", Address = room.Receiver.Address });
        SaveWebhook.Input Edit(int version) => new() { Id = saved.Id, Name = "Shop", Address = room.Receiver.Address, Version = version };

        Assert.Null((await SaveAsync(room, Edit(1))).Secret);
        Assert.Equal(WebhookErrors.Stale, (await room.Here.Get<SaveWebhook>().ExecuteAsync(Edit(1), Staff.Administrator, Token)).Error);
        await room.Here.Get<RotateSecret>().ExecuteAsync(new(saved.Id), Staff.Administrator, Token);

        await using var db = room.Here.Open();
        var entries = await db.AuditEntries.Where(e => e.Subject == $"{saved.Id}").OrderBy(e => e.Id).ToListAsync(Token);
        Assert.Equal([AuditAction.WebhookSaved, AuditAction.WebhookSaved, AuditAction.WebhookSecretRotated], entries.Select(entry => entry.Action));
    }

    [Fact]
    public async Task It_is_for_those_who_may()
    {
        await using var room = await OpenAsync();
        var id = PublicId.Create();

        foreach (var actor in (Actor[])[Staff.Officer, Staff.Marketer, Staff.SupportAgent, Staff.Auditor, Actor.Anonymous])
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<WebhookQueries>().ListAsync(actor, Token));
            await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<DeliveryQueries>().SearchAsync(id, new(), actor, Token));
            await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<SaveWebhook>().ExecuteAsync(new(), actor, Token));
            await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<SwitchWebhook>().ExecuteAsync(new(id, true), actor, Token));
            await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<RotateSecret>().ExecuteAsync(new(id), actor, Token));
            await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<SendTest>().ExecuteAsync(new(id), actor, Token));
            await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<ReplayMessage>().ExecuteAsync(new(id, 1), actor, Token));
            await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<ReplaySince>().ExecuteAsync(new(id, default), actor, Token));
        }
    }

    private static Task<WebhookRoom> OpenAsync(WebhookOptions? options = null) => WebhookRoom.OpenAsync(options: options, configure: services => services.AddWebhooks());

    private static async Task<SaveWebhook.Saved> SaveAsync(WebhookRoom room, SaveWebhook.Input input)
    {
        var saved = await room.Here.Get<SaveWebhook>().ExecuteAsync(input, Staff.Administrator, Token);
        Assert.Null(saved.Error);
        return saved.Value!;
    }

    private static string Signature(string secret, GatewayRequest request) => WebhookSignature.Of(
        [Convert.FromBase64String(secret["whsec_".Length..])], request.Headers["webhook-id"], long.Parse(request.Headers["webhook-timestamp"]), Encoding.UTF8.GetBytes(request.Body));
}
