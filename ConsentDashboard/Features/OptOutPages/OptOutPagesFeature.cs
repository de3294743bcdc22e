using ConsentDashboard.Features.OptOutPages.Preferences;
using ConsentDashboard.Features.OptOutPages.Stop;

namespace ConsentDashboard.Features.OptOutPages;

public static class OptOutPagesFeature
{
    private static readonly string[] Looking = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddOptOutPages(this IServiceCollection services, StopOptions options)
    {
        services.AddSingleton<PreferenceQueries>();
        services.AddSingleton<StopByLink>();
        services.AddSingleton<UndoStop>();
        services.AddSingleton<PreferencePages>();
        services.AddSingleton<SenderContacts>();
        services.AddSingleton<StopByForm>();
        services.AddSingleton(new StopLimits(options));
        services.AddSingleton<StopPages>();
        services.AddSingleton<WhenDatabaseIsAway>();
        return services;
    }

    public static void MapOptOutPages(this IEndpointRouteBuilder endpoints)
    {
        // Mail and message apps post here by themselves (RFC 8058), without a cookie: the signed token is the proof. Nor is
        // there a limit by address, because one provider posts for many people.
        var preferences = endpoints.MapGroup("/p/{token}").AllowAnonymous().DisableAntiforgery();
        preferences.MapMethods("", Looking, (HttpContext http, PreferencePages pages, string token) => pages.ShowAsync(http, token));
        preferences.MapPost("", (HttpContext http, PreferencePages pages, string token) => pages.ActAsync(http, token));

        // Anybody may ask to be left alone; nothing that a session could give is needed.
        var stop = endpoints.MapGroup("/stop").AllowAnonymous().DisableAntiforgery();
        stop.MapMethods("", Looking, (HttpContext http, StopPages pages) => pages.ShowAsync(http));
        stop.MapPost("", (HttpContext http, StopPages pages) => pages.SubmitAsync(http));
    }
}
