using System.Net.Mime;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Imports.Verdicts;

/// <summary>Verdicts as a file. Streamed, and never kept by anything on the way.</summary>
internal sealed class VerdictEndpoints(VerdictsFile verdicts)
{
    public Task<IResult> AllAsync(HttpContext http, string id) => SendAsync(http, id, onlyRejected: false, "verdicts");

    public Task<IResult> RejectedAsync(HttpContext http, string id) => SendAsync(http, id, onlyRejected: true, "rejected");

    private async Task<IResult> SendAsync(HttpContext http, string id, bool onlyRejected, string name)
    {
        if (!PublicId.TryParse(id, out var import))
        {
            return Results.NotFound();
        }

        var file = await verdicts.ExecuteAsync(new(import, onlyRejected), Actor.From(http.User), http.RequestAborted);
        if (file.Failed)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "no-store";
        return Results.Stream(file.Value, $"{MediaTypeNames.Text.Csv}; charset=utf-8", $"{name}-{import}.csv");
    }
}
