using System.Text.Encodings.Web;
using ConsentDashboard.Data;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ConsentDashboard.Features.ApiKeys;

/// <summary>Reads <c>Authorization: Bearer cd_…</c>. What is wrong with a key is not told: unknown, revoked and expired look the same.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiCallers callers, ApiLimits limits)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Bearer = "Bearer ";

    private ApiProblem _refusal = ApiProblem.Unauthorized;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!limits.TakeByAddress($"{Context.Connection.RemoteIpAddress}"))
        {
            _refusal = ApiProblem.TooManyRequests;
            return AuthenticateResult.Fail("Too many calls from this address.");
        }

        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        ApiCaller? caller;
        try
        {
            caller = await callers.FindAsync(header[Bearer.Length..].Trim(), Context.RequestAborted);
        }
        catch (Exception e) when (DatabaseAway.Is(e))
        {
            _refusal = WhenAway.Problem;
            return AuthenticateResult.Fail("The key could not be looked up.");
        }

        if (caller is null)
        {
            return AuthenticateResult.Fail("The API key is not valid.");
        }

        if (!limits.TakeByKey(caller.Client.KeyId))
        {
            _refusal = ApiProblem.TooManyRequests;
            return AuthenticateResult.Fail("Too many calls with this key.");
        }

        return AuthenticateResult.Success(new(caller.Principal, Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        switch (_refusal.Status)
        {
            case StatusCodes.Status429TooManyRequests:
                Response.Headers.RetryAfter = "10";
                break;
            case StatusCodes.Status503ServiceUnavailable:
                Response.Headers.RetryAfter = WhenAway.TryAgainIn;
                break;
            default:
                Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
                break;
        }

        return WriteAsync(_refusal);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => WriteAsync(ApiProblem.ScopeMissing);

    private Task WriteAsync(ApiProblem problem) => problem.ToResult().ExecuteAsync(Context);
}
