using System.Data.Common;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ConsentDashboard.Operations.Api;

/// <summary>What is answered with success is durable; where the database cannot be had, the caller is told to send it again.</summary>
public sealed partial class WhenAway(ILogger<WhenAway> log) : IEndpointFilter
{
    public static readonly ApiProblem Problem = new(StatusCodes.Status503ServiceUnavailable, "unavailable", "The database cannot be used at the moment. Nothing is promised: send the request again.");

    public const string TryAgainIn = "5";

    /// <summary>How long a record may take to become durable before the caller is told to come again; its own patience must not run out first.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>A full disk meets the journal as an IOException, and SQLite as an error of its own.</summary>
    public static bool IsAway(Exception e) => e is DbException or DbUpdateException or RetryLimitExceededException or TimeoutException or IOException;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var response = context.HttpContext.Response;
        object? answer;
        try
        {
            answer = await next(context);
        }
        catch (Exception e) when (IsAway(e) && !response.HasStarted)
        {
            Away(e.GetType().Name);
            answer = Problem.ToResult();
        }

        if (answer is IStatusCodeHttpResult { StatusCode: StatusCodes.Status503ServiceUnavailable })
        {
            response.Headers.RetryAfter = TryAgainIn;
        }

        return answer;
    }

    [LoggerMessage(LogLevel.Error, "A call could not be answered, because the database or the journal could not be used ({Reason}); the caller is told to send it again.")]
    private partial void Away(string reason);
}
