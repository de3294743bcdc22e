using System.Net.Mime;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.ConsentLedger.Bundles;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Antiforgery;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>One person's evidence as a file. It is asked for by a form, so that the reason stands in no address and no other site can ask.</summary>
internal sealed class BundleEndpoint(ExportPersonBundle export, IAntiforgery antiforgery)
{
    public const string ReasonField = "reason";

    public async Task<IResult> PostAsync(HttpContext http, string id)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!http.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(http))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        if (!PublicId.TryParse(id, out var subscriber))
        {
            return Results.NotFound();
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var bundle = await export.ExecuteAsync(new(subscriber, form[ReasonField]), Actor.From(http.User), http.RequestAborted);
        return bundle switch
        {
            { Failed: false } => Results.File(bundle.Value, MediaTypeNames.Application.Json, $"evidence-{subscriber}.json"),
            { Error.Kind: ErrorKind.NotFound } => Results.NotFound(),
            _ => Results.StatusCode(StatusCodes.Status400BadRequest),
        };
    }
}
