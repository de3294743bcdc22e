using Microsoft.AspNetCore.Http.Features;

namespace ConsentDashboard.Features.OptOutPages;

internal static class PostedForm
{
    private const int MaxBytes = 16 << 10;

    private static readonly FormOptions Limits = new() { ValueLengthLimit = 2 << 10, KeyLengthLimit = 200, ValueCountLimit = 32, MultipartBodyLengthLimit = MaxBytes, BufferBody = false };

    /// <returns>What was sent in, also as multipart; nothing where it is no form of ours.</returns>
    public static async Task<IFormCollection> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength > MaxBytes || !http.Request.HasFormContentType)
        {
            return FormCollection.Empty;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            var form = await http.Request.ReadFormAsync(Limits, http.RequestAborted);
            Speech.Keep(http, form[Speech.Field]);
            return form;
        }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException)
        {
            return FormCollection.Empty;
        }
    }
}
