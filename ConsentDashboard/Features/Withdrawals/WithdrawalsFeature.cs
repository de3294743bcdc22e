using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.OpenApi;

namespace ConsentDashboard.Features.Withdrawals;

public static class WithdrawalsFeature
{
    public static IServiceCollection AddWithdrawals(this IServiceCollection services)
    {
        services.AddSingleton<RecordWithdrawal>();
        services.AddSingleton<WithdrawalsEndpoint>();
        services.Configure<OpenApiOptions>("v1", document => document.AddOperationTransformer(WithdrawalsDocument.AddExamplesAsync));
        return services;
    }

    public static void MapWithdrawals(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/v1/withdrawals", (HttpContext http, WithdrawalsEndpoint withdrawals) => withdrawals.PostAsync(http))
        .AddEndpointFilter<WhenAway>()
        .RequireAuthorization(ApiAccess.Policy(ApiScopes.RecordWithdrawals))
        .DisableAntiforgery()
        .WithName(WithdrawalsDocument.Operation)
        .WithTags("Withdrawals")
        .WithSummary("Records that a person withdraws; never refused for what is known of her")
        .Accepts<WithdrawalRequest>("application/json")
        .Produces<WithdrawalResponse>(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}
