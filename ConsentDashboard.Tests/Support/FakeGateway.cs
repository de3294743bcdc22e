using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ConsentDashboard.Tests.Support;

/// <summary>A gateway on this machine that keeps what it was sent and answers as a test says.</summary>
internal sealed class FakeGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeGateway(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public ConcurrentQueue<GatewayRequest> Requests { get; } = new();

    public Func<HttpContext, Task> Answer { get; set; } = With(201);

    public static async Task<FakeGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var gateway = new FakeGateway(builder.Build());
        gateway._app.Run(gateway.ReceiveAsync);
        await gateway._app.StartAsync();
        return gateway;
    }

    public static Func<HttpContext, Task> With(int status, string body = "", string? retryAfter = null) => async http =>
    {
        http.Response.StatusCode = status;
        http.Response.Headers.RetryAfter = retryAfter;
        await http.Response.WriteAsync(body);
    };

    /// <summary>Takes the message and never says so.</summary>
    public static async Task Silence(HttpContext http) => await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <summary>Takes the message and drops the connection.</summary>
    public static Task HangUp(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        Requests.Enqueue(new(http.Request.Method, http.Request.Path, http.Request.QueryString.Value ?? "", body, http.Request.ContentType, http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        await Answer(http);
    }
}

internal sealed record GatewayRequest(string Method, string Path, string Query, string Body, string? ContentType, IReadOnlyDictionary<string, string> Headers);
