using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Spreadsheets;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Reports.Runs;

/// <summary><c>GET /reports/runs/{run}/workbook</c>.</summary>
internal static class DownloadEndpoint
{
    public static string PathOf(PublicId run) => $"/reports/runs/{run}/workbook";

    public static async Task<IResult> GetAsync(HttpContext http, string run, DownloadReport download)
    {
        var answer = PublicId.TryParse(run, out var id) ? await download.ExecuteAsync(new(id), Actor.From(http.User), http.RequestAborted) : ReportErrors.RunGone;
        if (answer.Failed)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "no-store";
        return Results.File(answer.Value.Workbook, ReportWorkbook.ContentType, answer.Value.Name);
    }
}
