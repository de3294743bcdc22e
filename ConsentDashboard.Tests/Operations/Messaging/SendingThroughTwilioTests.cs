using System.Net;
using System.Text;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Operations.Messaging;

public sealed class SendingThroughTwilioTests
{
    private static readonly OutgoingText Message = new(Guid.CreateVersion7(), "+12025550142", "+79161234567", "Код 123456 & привет");

    [Fact]
    public async Task A_message_is_posted_as_Twilio_wants_it()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = FakeGateway.With(201, """{"sid":"SM0123456789abcdef","status":"queued","error_code":null}""");

        var outcome = await SendAsync(gateway);

        Assert.Equal(new SendOutcome.Accepted("SM0123456789abcdef"), outcome);
        var request = Assert.Single(gateway.Requests);
        Assert.Equal(("POST", "/2010-04-01/Accounts/AC1/Messages.json"), (request.Method, request.Path));
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("AC1:secret"))}", request.Headers["Authorization"]);
        Assert.Equal(
            ["From=+12025550142", "To=+79161234567", "Body=Код 123456 & привет"],
            request.Body.Split('&').Select(pair => WebUtility.UrlDecode(pair)));
    }

    [Fact]
    public async Task A_messaging_service_chooses_the_address_itself()
    {
        await using var gateway = await FakeGateway.StartAsync();

        Assert.IsType<SendOutcome.Accepted>(await SendAsync(gateway, "MG7"));
        Assert.StartsWith("MessagingServiceSid=MG7&To=", Assert.Single(gateway.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_keeps_the_code_and_no_number()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = FakeGateway.With(400, """{"code":21211,"message":"The 'To' number +7 916 123-45-67 is not a valid phone number.","status":400}""");

        var refused = Assert.IsType<SendOutcome.Refused>(await SendAsync(gateway));

        Assert.Equal("Refused: 21211 The 'To' number +• ••• •••-••-•• is not a valid phone number.", refused.Failure.ToString());
        Assert.Equal(refused.Failure, SendFailure.Parse(refused.Failure.ToString()));
    }

    [Theory]
    [InlineData(401, FailureKind.WrongCredentials)]
    [InlineData(408, FailureKind.Timeout)]
    [InlineData(429, FailureKind.Busy)]
    [InlineData(500, FailureKind.GatewayFailed)]
    [InlineData(503, FailureKind.GatewayFailed)]
    public async Task What_may_pass_is_tried_again(int status, FailureKind kind)
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = FakeGateway.With(status, "<html>error</html>");

        var retry = Assert.IsType<SendOutcome.Retry>(await SendAsync(gateway));

        Assert.Equal((kind, $"{status}"), (retry.Failure.Kind, retry.Failure.Detail));
        Assert.Single(gateway.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task What_will_not_pass_is_refused(int status)
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = http =>
        {
            http.Response.Headers.Location = $"{gateway.Address}/elsewhere";
            return FakeGateway.With(status)(http);
        };

        Assert.IsType<SendOutcome.Refused>(await SendAsync(gateway));
        Assert.Single(gateway.Requests);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Mon, 01 Jun 2026 00:05:00 GMT", 300)]
    [InlineData("Mon, 01 Jun 2020 00:05:00 GMT", null)]
    public async Task A_busy_gateway_says_how_long_to_wait(string header, int? seconds)
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = FakeGateway.With(429, retryAfter: header);

        var retry = Assert.IsType<SendOutcome.Retry>(await SendAsync(gateway));

        Assert.Equal(seconds, retry.After?.TotalSeconds);
    }

    [Fact]
    public async Task Silence_ends_with_the_timeout()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = FakeGateway.Silence;

        Assert.Equal(FailureKind.Timeout, Assert.IsType<SendOutcome.Retry>(await SendAsync(gateway, timeout: 1)).Failure.Kind);
    }

    [Fact]
    public async Task A_yes_counts_although_its_body_never_comes()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = async http =>
        {
            http.Response.StatusCode = 201;
            await http.Response.Body.FlushAsync();
            await FakeGateway.Silence(http);
        };

        Assert.Equal(new SendOutcome.Accepted(), await SendAsync(gateway, timeout: 20));
    }

    [Fact]
    public async Task A_dropped_connection_and_a_gateway_that_is_not_there_are_tried_again()
    {
        var gateway = await FakeGateway.StartAsync();
        gateway.Answer = FakeGateway.HangUp;
        Assert.Equal(FailureKind.Unreachable, Assert.IsType<SendOutcome.Retry>(await SendAsync(gateway)).Failure.Kind);
        Assert.Single(gateway.Requests);
        var address = gateway.Address;
        await gateway.DisposeAsync();

        Assert.Equal(FailureKind.Unreachable, Assert.IsType<SendOutcome.Retry>(await SendAsync(address, "")).Failure.Kind);
    }

    private static Task<SendOutcome> SendAsync(FakeGateway gateway, string service = "", int timeout = 20) => SendAsync(gateway.Address, service, timeout);

    private static async Task<SendOutcome> SendAsync(string address, string service, int timeout = 20)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(database.Clock)
            .AddMessaging(new() { Gateway = MessageGateway.Twilio, Timeout = timeout, Twilio = new() { AccountSid = "AC1", AuthToken = "secret", MessagingServiceSid = service, BaseAddress = address } })
            .BuildServiceProvider();
        return await services.GetRequiredService<IMessageSender>().SendAsync(Message, TestContext.Current.CancellationToken);
    }
}
