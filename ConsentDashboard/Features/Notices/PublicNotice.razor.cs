using System.Globalization;
using System.Resources;
using ConsentDashboard.Domain;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Features.Notices;

/// <summary>The permanent public address of a published wording: plain HTML, the same for everybody.</summary>
public partial class PublicNotice
{
    private static readonly ResourceManager Words = new(typeof(NoticesText));
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    private PublicNoticeDetails? _notice;

    [Parameter]
    public string Id { get; set; } = "";

    [Parameter]
    public string Language { get; set; } = "";

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    private PublicId Version { get; set; }

    public static string Address(PublicId version, string language) => $"/notice/{version}/{language}";

    protected override async Task OnParametersSetAsync()
    {
        _notice = PublicId.TryParse(Id, out var version) ? await Queries.FindAsync(version, Language, Http.RequestAborted) : null;
        Version = version;
        if (_notice is null)
        {
            Navigation.NotFound();
            return;
        }

        // At the start of the answer, because drawing any page makes an antiforgery cookie and forbids to keep the page;
        // this one has no form to protect.
        Http.Response.OnStarting(MayBeKept);
    }

    private Task MayBeKept()
    {
        var headers = Http.Response.Headers;
        headers.Remove("Set-Cookie");
        headers.Remove("Pragma");

        // The words never change; the frame around them follows the language and theme that the visitor chose.
        headers.CacheControl = $"public, max-age={Fresh.TotalSeconds:0}";
        headers.Vary = "Cookie, Accept-Language";
        return Task.CompletedTask;
    }

    private CultureInfo Culture => CultureInfo.GetCultureInfo(Language);

    private string Day(DateTime utc) => utc.ToString("d MMMM yyyy", Culture);

    private string Word(string key, params object[] values) => string.Format(Culture, Words.GetString(key, Culture)!, values);
}
