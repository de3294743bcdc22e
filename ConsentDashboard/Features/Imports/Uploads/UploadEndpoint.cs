using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ConsentDashboard.Features.Imports.Uploads;

/// <summary>
/// The form that sends a list. Its parts are read one by one as they come: whatever reads the whole form first would keep
/// the file in memory or in the clear on disk. The antiforgery token is therefore the first part.
/// </summary>
internal sealed class UploadEndpoint(UploadImport upload, ImportOptions options, IAntiforgery antiforgery, IOptions<AntiforgeryOptions> tokens)
{
    public const string FileField = "file";

    // What a form has around its file.
    private const int FormRoom = 64 << 10;
    private const int LongestToken = 8 << 10;

    public async Task<IResult> PostAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = options.MaxBytes + FormRoom;
        }

        if (http.Request.ContentLength > options.MaxBytes + FormRoom)
        {
            return Refused(UploadErrors.TooLarge);
        }

        if (Boundary(http) is not { } boundary)
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        try
        {
            return await ReadAsync(http, new MultipartReader(boundary, http.Request.Body));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Refused(UploadErrors.TooLarge);
        }
        catch (Exception e) when (e is IOException or InvalidDataException && !http.RequestAborted.IsCancellationRequested)
        {
            return Refused(UploadErrors.Broken);
        }
    }

    private async Task<IResult> ReadAsync(HttpContext http, MultipartReader parts)
    {
        var part = await parts.ReadNextSectionAsync(http.RequestAborted);
        if (NameOf(part) != tokens.Value.FormFieldName || !await IsOursAsync(http, part!))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        part = await parts.ReadNextSectionAsync(http.RequestAborted);
        if (NameOf(part) != FileField || part!.AsFileSection() is not { FileName.Length: > 0, FileStream: { } content } file)
        {
            return Refused(UploadErrors.NoFile);
        }

        var length = http.Request.ContentLength is { } all ? Math.Max(0, all - FormRoom) : (long?)null;
        var uploaded = await upload.ExecuteAsync(new(content, file.FileName, length), Actor.From(http.User), http.RequestAborted);
        return uploaded.Failed ? Refused(uploaded.Error) : Results.LocalRedirect($"/imports/{uploaded.Value}");
    }

    // As a header, because the check would read the whole form for it otherwise.
    private async Task<bool> IsOursAsync(HttpContext http, MultipartSection part)
    {
        var text = new byte[LongestToken];
        var read = await part.Body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, http.RequestAborted);
        if (read is 0 or LongestToken || tokens.Value.HeaderName is not { } header)
        {
            return false;
        }

        http.Request.Headers[header] = Encoding.ASCII.GetString(text, 0, read);
        return await antiforgery.IsRequestValidAsync(http);
    }

    private static string? Boundary(HttpContext http) =>
        MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 100 } boundary
            ? boundary
            : null;

    private static string? NameOf(MultipartSection? part) => part?.GetContentDispositionHeader() is { } header ? HeaderUtilities.RemoveQuotes(header.Name).Value : null;

    private static IResult Refused(Error refusal) => Results.LocalRedirect($"/imports?refused={refusal.Key}");
}
