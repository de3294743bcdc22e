namespace ConsentDashboard.Security.Access;

/// <summary>Whether an exception says that the database cannot be used at the moment.</summary>
public delegate bool IsDatabaseAway(Exception exception);

/// <summary>What is answered with success is durable; where the database cannot be had, the caller is told to send it again.</summary>
public sealed partial class WhenAway(IsDatabaseAway isAway, ILogger<WhenAway> log) : IEndpointFilter
{
    public static readonly ApiProblem Problem = new(StatusCodes.Status503ServiceUnavailable, "unavailable", "The database cannot be used at the moment. Nothing is promised: send the request again.");

    public const string TryAgainIn = "5";

    /// <summary>How long a record may take to become durable before the caller is told to come again; its own patience must not run out first.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var response = context.HttpContext.Response;
        object? answer;
        try
        {
            answer = await next(context);
        }
        catch (Exception e) when (isAway(e) && !response.HasStarted)
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
