using System.Net;
using System.Text.Json;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Operations.Messaging;

public sealed class SendingThroughAnyGatewayTests
{
    private static readonly OutgoingText Message = new(Guid.CreateVersion7(), "Shop & Co", "+79161234567", "Код \"1\" {to}\n\\ & =");

    [Fact]
    public async Task JSON_holds_each_value_as_it_is()
    {
        await using var gateway = await FakeGateway.StartAsync();

        var outcome = await SendAsync(gateway, http =>
        {
            http.Body = """{"messages":[{"from":"{from}","to":"{to}","text":"{text}"}],"id":"{id}"}""";
            http.Headers["Idempotency-Key"] = "{id}";
            http.Headers["Authorization"] = "Bearer token";
        });

        Assert.IsType<SendOutcome.Accepted>(outcome);
        var request = Assert.Single(gateway.Requests);
        var sent = JsonDocument.Parse(request.Body).RootElement;
        var message = sent.GetProperty("messages")[0];
        Assert.Equal((Message.From, Message.To, Message.Text), (message.GetProperty("from").GetString(), message.GetProperty("to").GetString(), message.GetProperty("text").GetString()));
        Assert.Equal(Message.MessageKey, sent.GetProperty("id").GetGuid());
        Assert.Equal(($"{Message.MessageKey}", "Bearer token", "application/json; charset=utf-8"), (request.Headers["Idempotency-Key"], request.Headers["Authorization"], request.ContentType));
        Assert.Contains("\"Shop & Co\"", request.Body, StringComparison.Ordinal);
        Assert.Contains("Код", request.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_holds_each_value_as_it_is()
    {
        await using var gateway = await FakeGateway.StartAsync();

        await SendAsync(gateway, http => (http.ContentType, http.Body) = ("application/x-www-form-urlencoded", "to={to}&text={text}&from={from}"));

        Assert.Equal([$"to={Message.To}", $"text={Message.Text}", $"from={Message.From}"], Assert.Single(gateway.Requests).Body.Split('&').Select(pair => WebUtility.UrlDecode(pair)));
    }

    [Fact]
    public async Task An_address_can_hold_it_all()
    {
        await using var gateway = await FakeGateway.StartAsync();

        await SendAsync(gateway, http => (http.Method, http.Address, http.Body) = ("GET", $"{gateway.Address}/send?to={{to}}&text={{text}}&ref={{id}}", ""));

        var request = Assert.Single(gateway.Requests);
        Assert.Equal(("GET", "/send", ""), (request.Method, request.Path, request.Body));
        Assert.Equal($"?to=%2B79161234567&text={Uri.EscapeDataString(Message.Text)}&ref={Message.MessageKey}", request.Query);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(202, true)]
    [InlineData(302, true)]
    public async Task Only_the_named_codes_are_success(int status, bool isAccepted)
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = FakeGateway.With(status);

        var outcome = await SendAsync(gateway, http => http.SuccessCodes = [202, 302]);

        Assert.Equal(isAccepted, outcome is SendOutcome.Accepted);
    }

    [Fact]
    public async Task The_gateways_words_are_kept_without_digits_and_an_error_page_is_not()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = FakeGateway.With(422, "no route to 79161234567");
        var told = Assert.IsType<SendOutcome.Refused>(await SendAsync(gateway));
        gateway.Answer = FakeGateway.With(502, "<!doctype html><title>Bad gateway</title>");
        var page = Assert.IsType<SendOutcome.Retry>(await SendAsync(gateway));

        Assert.Equal("422 no route to •••••••••••", told.Failure.Detail);
        Assert.Equal("502", page.Failure.Detail);
    }

    [Fact]
    public void A_message_prints_as_its_key() => Assert.Equal($"message {Message.MessageKey}", $"{Message}");

    private static async Task<SendOutcome> SendAsync(FakeGateway gateway, Action<HttpGatewayOptions>? configure = null)
    {
        var http = new HttpGatewayOptions { Address = $"{gateway.Address}/sms", Body = """{"to":"{to}","text":"{text}"}""" };
        configure?.Invoke(http);
        var options = new MessagesOptions { Gateway = MessageGateway.Http, Timeout = 20, Http = http };
        Assert.DoesNotContain(MessagesRules.Of(options, isDemo: false), rule => !rule.Holds);
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddMessaging(options).BuildServiceProvider();
        return await services.GetRequiredService<IMessageSender>().SendAsync(Message, TestContext.Current.CancellationToken);
    }
}
