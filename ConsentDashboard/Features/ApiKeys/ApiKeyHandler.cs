using System.Text.Encodings.Web;
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

    private bool _tooMany;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!limits.TakeByAddress($"{Context.Connection.RemoteIpAddress}"))
        {
            _tooMany = true;
            return AuthenticateResult.Fail("Too many calls from this address.");
        }

        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (await callers.FindAsync(header[Bearer.Length..].Trim(), Context.RequestAborted) is not { } caller)
        {
            return AuthenticateResult.Fail("The API key is not valid.");
        }

        _tooMany = !limits.TakeByKey(caller.Client.KeyId);
        return _tooMany
            ? AuthenticateResult.Fail("Too many calls with this key.")
            : AuthenticateResult.Success(new(ApiAccess.Principal(caller.Client, caller.Scopes), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_tooMany)
        {
            Response.Headers.RetryAfter = "10";
            return WriteAsync(ApiProblem.TooManyRequests);
        }

        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return WriteAsync(ApiProblem.Unauthorized);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => WriteAsync(ApiProblem.ScopeMissing);

    private Task WriteAsync(ApiProblem problem) => problem.ToResult().ExecuteAsync(Context);
}
