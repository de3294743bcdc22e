using ConsentDashboard.Data.Identity;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;

namespace ConsentDashboard.Features.Accounts;

internal static class AccountsEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("/accounts/sign-out", SignOutAsync).AllowAnonymous();

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, SignInManager<StaffAccount> sessions, AuditTrail audit)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        if (http.User.Identity is { IsAuthenticated: true })
        {
            await audit.RecordAsync(new(Actor.From(http.User), AuditAction.SignedOut));
            await sessions.SignOutAsync();
        }

        return Results.LocalRedirect(AccountsFeature.SignInPath);
    }
}
