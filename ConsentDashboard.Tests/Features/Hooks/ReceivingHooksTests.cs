using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Features.Hooks;
using ConsentDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Hooks;

/// <summary>Gateways at the door: who is believed, what they are told, and that nothing is told before it is durable.</summary>
public sealed class ReceivingHooksTests
{
    private const string TwilioPath = "/hooks/sms/twilio";
    private const string AuthToken = "the-gateways-token";
    private const string Secret = "a-secret-of-sixteen-or-more";
    private const string Marker = "+79161234567";
    private const string PlainBody = "sender=%2B79161234567&receiver=%2B15550000000&message=STOP&ref=M1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string, string> Sources => new()
    {
        { "plain", "X-Secret", Secret, PlainBody },
        { "hex", "X-Signature", Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(PlainBody))), PlainBody },
        { "hex", "X-Signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(PlainBody)))}", PlainBody },
        { "base64", "X-Signature", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(PlainBody))), PlainBody },
        { "basic", "Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))}", PlainBody },
        { "json", "X-Secret", Secret, """{"data":{"sender":"79161234567","receiver":"15550000000","message":"Стоп"},"ref":[{"id":17}]}""" },
    };

    private static Dictionary<string, string> Settings => new(
        Source("plain", InboundScheme.SharedSecret, "X-Secret")
            .Concat(Source("hex", InboundScheme.HmacSha256Hex, "X-Signature"))
            .Concat(Source("base64", InboundScheme.HmacSha256Base64, "X-Signature"))
            .Concat(Source("basic", InboundScheme.Basic, ""))
            .Concat(Source("json", InboundScheme.SharedSecret, "X-Secret")))
    {
        ["Messages:Twilio:AuthToken"] = AuthToken,
        ["Hooks:Timeout"] = "60",
        ["Hooks:Sources:json:Format"] = "Json",
        ["Hooks:Sources:json:From"] = "data.sender",
        ["Hooks:Sources:json:To"] = "data.receiver",
        ["Hooks:Sources:json:Text"] = "data.message",
        ["Hooks:Sources:json:Id"] = "ref.0.id",
    };

    [Fact]
    public async Task Twilio_gets_an_empty_answer_once_the_opt_out_is_durable()
    {
        await using var app = await HostedApp.StartAsync(settings: Settings);

        var answer = await TwilioAsync(app, "SM1", "STOP");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response></Response>", await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal(1, await WithdrawnAsync(app));
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData(null)]
    public async Task A_wrong_or_missing_signature_is_refused_without_a_word(string? signature)
    {
        await using var app = await HostedApp.StartAsync(settings: Settings);

        var answer = await TwilioAsync(app, "SM1", "STOP", signature ?? "");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal(0, await WithdrawnAsync(app));
        Assert.Equal(1, app.Services.GetRequiredService<RefusedHooks>().CountOf("twilio"));
    }

    [Fact]
    public async Task Whoever_sends_much_nonsense_is_told_to_stop_and_nobody_else()
    {
        await using var app = await HostedApp.StartAsync(settings: new Dictionary<string, string>(Settings) { ["Hooks:RefusedPerAddressPerMinute"] = "3" });
        for (var n = 0; n < 3; n++)
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await TwilioAsync(app, "SM1", "STOP", "wrong")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await TwilioAsync(app, "SM1", "STOP", "wrong")).StatusCode);

        // What proves itself is taken all the same: it may come from the same address.
        Assert.Equal(HttpStatusCode.OK, (await TwilioAsync(app, "SM1", "STOP")).StatusCode);
    }

    [Theory, MemberData(nameof(Sources))]
    public async Task Any_gateway_is_read_by_its_own_names_and_proof(string source, string header, string proof, string body)
    {
        await using var app = await HostedApp.StartAsync(settings: Settings);

        var answer = await PostAsync(app, source, header, proof, body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, await WithdrawnAsync(app));
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(app, source, header, $"{proof}x", body)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(app, source, "X-Other", proof, body)).StatusCode);
    }

    [Theory]
    [InlineData("nobody", PlainBody, HttpStatusCode.NotFound)]
    [InlineData("plain", "message=STOP", HttpStatusCode.BadRequest)]
    [InlineData("json", "{", HttpStatusCode.BadRequest)]
    [InlineData("json", "[]", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_read_is_said_and_nothing_is_recorded(string source, string body, HttpStatusCode status)
    {
        await using var app = await HostedApp.StartAsync(settings: Settings);

        Assert.Equal(status, (await PostAsync(app, source, "X-Secret", Secret, body)).StatusCode);
        Assert.Equal(0, await WithdrawnAsync(app));
    }

    [Fact]
    public async Task Half_of_an_emoji_loses_nothing()
    {
        await using var app = await HostedApp.StartAsync(settings: Settings);

        var answer = await PostAsync(app, "json", "X-Secret", Secret, """{"data":{"sender":"+79161234567","receiver":"1","message":"please unsubscribe \ud83d"},"ref":[{"id":18}]}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var db = await DataAsync(app);
        Assert.True(await WithdrawnAsync(app) == 1 || await db.InboundMessages.AnyAsync(m => m.State == InboxState.Waiting, Token));
    }

    [Fact]
    public async Task Ten_times_the_same_message_at_once_is_one_event()
    {
        await using var app = await HostedApp.StartAsync(settings: Settings);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => TwilioAsync(app, "SM1", "STOP")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(1, await WithdrawnAsync(app));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("STOP", 1)]
    public async Task A_long_or_broken_text_is_taken_and_waits_for_people(string first, int withdrawn)
    {
        await using var app = await HostedApp.StartAsync(settings: Settings);

        Assert.Equal(HttpStatusCode.OK, (await TwilioAsync(app, "SM1", first)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await TwilioAsync(app, "SM2", new string('я', 100 << 10))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(app, "plain", "X-Secret", Secret, "sender=%2B79161234567&receiver=1&message=%FF%FE%C3&ref=M9")).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await TwilioAsync(app, "SM3", new string('a', 1100 << 10))).StatusCode);

        Assert.Equal(withdrawn, await WithdrawnAsync(app));
        await using var db = await DataAsync(app);
        Assert.Equal(2, await db.InboundMessages.CountAsync(m => m.State == InboxState.Waiting && m.Reason == InboxReason.MayBeOptOut, Token));
    }

    [Fact]
    public async Task While_the_database_is_locked_the_gateway_is_told_to_come_again()
    {
        await using var app = await HostedApp.StartAsync(settings: new Dictionary<string, string>(Settings) { ["Database:BusyTimeout"] = "200" });
        await TwilioAsync(app, "SM0", "hello");
        await using (var other = new SqliteConnection($"Data Source={app.DatabaseFile};Pooling=False"))
        {
            await other.OpenAsync(Token);
            await using var locking = other.CreateCommand();
            locking.CommandText = "BEGIN IMMEDIATE";
            await locking.ExecuteNonQueryAsync(Token);

            var answer = await TwilioAsync(app, "SM1", "STOP");

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        Assert.Equal(HttpStatusCode.OK, (await TwilioAsync(app, "SM1", "STOP")).StatusCode);
        Assert.Equal(1, await WithdrawnAsync(app));
    }

    [Fact]
    public async Task No_log_line_holds_the_number()
    {
        var log = new CapturedLog();
        await using var app = await HostedApp.StartAsync(log: log, settings: Settings);

        foreach (var text in (string[])["STOP", "START", "HELP", "please stop it", "hello", ""])
        {
            await TwilioAsync(app, $"SM-{text}", text);
        }

        await TwilioAsync(app, "SM9", "STOP", "wrong");
        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains("9161234567", StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Source(string name, InboundScheme scheme, string header) => new()
    {
        [$"Hooks:Sources:{name}:Scheme"] = $"{scheme}",
        [$"Hooks:Sources:{name}:Header"] = header,
        [$"Hooks:Sources:{name}:Secret"] = Secret,
        [$"Hooks:Sources:{name}:From"] = "sender",
        [$"Hooks:Sources:{name}:To"] = "receiver",
        [$"Hooks:Sources:{name}:Text"] = "message",
        [$"Hooks:Sources:{name}:Id"] = "ref",
    };

    private static async Task<HttpResponseMessage> TwilioAsync(HostedApp app, string id, string text, string? signature = null)
    {
        KeyValuePair<string, string>[] form = [new("To", "+15550000000"), new("MessageSid", id), new("From", Marker), new("Body", text)];
        var body = string.Join('&', form.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        return await PostAsync(app, "twilio", "X-Twilio-Signature", signature ?? TwilioSignature.Of(AuthToken, $"http://localhost{TwilioPath}", form), body);
    }

    private static async Task<HttpResponseMessage> PostAsync(HostedApp app, string source, string header, string proof, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/sms/{source}") { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(body.StartsWith('{') || body.StartsWith('[') ? "application/json" : "application/x-www-form-urlencoded");
        request.Headers.TryAddWithoutValidation(header, proof);
        return await app.Browser().SendAsync(request, Token);
    }

    private static Task<DashboardDbContext> DataAsync(HostedApp app) => app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Token);

    private static async Task<int> WithdrawnAsync(HostedApp app)
    {
        await using var db = await DataAsync(app);
        return await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Withdrawn, Token);
    }
}
