using System.IO.Compression;
using System.Net;
using ConsentDashboard.Components.Layout;
using ConsentDashboard.Security.Headers;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;

namespace ConsentDashboard;

/// <summary>What stands between the network and the pages, in the order in which a request meets it.</summary>
internal static class WebHosting
{
    private static readonly PathString[] MachinePaths = ["/_blazor", "/api", "/hooks", "/healthz", "/openapi"];
    private static readonly PathString[] CompressedPaths = ["/join", "/stop"];

    public static void AddWeb(this WebApplicationBuilder builder, WebOptions web)
    {
        builder.Services.AddSingleton(web);

        // Also where the app runs from its build folder in another environment than Development.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = web.MaxRequestBytes;
            kestrel.AddServerHeader = false;
        });

        // The incident handler logs the exception with its reference; the middleware would log it again without.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None);
        builder.Services.AddExceptionHandler<IncidentHandler>();
        builder.Services.AddProblemDetails();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: [HealthEndpoints.Ready]).AddCheck<MessagesHealth>("messages", tags: [HealthEndpoints.Ready]);
        builder.Services.AddResponseCompression(compression => compression.EnableForHttps = true);
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        builder.Services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
    }

    public static void UseWeb(this WebApplication app, WebOptions web)
    {
        if (web.Proxies.Count > 0)
        {
            app.UseForwardedHeaders(Trusting(web.Proxies));
        }

        app.UseSecurityHeaders(SecurityHeaders.Policy());
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        // Only public pages, which hold no secret that stays the same from one answer to the next (BREACH). The page behind
        // a link in a message does: its token, and the end of a number.
        app.UseWhen(http => CompressedPaths.Any(path => http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)), pages => pages.UseResponseCompression());
        app.UseRequestLocalization(localization =>
        {
            localization.SetDefaultCulture(Cultures.Offered[0].Name);
            localization.SupportedCultures = localization.SupportedUICultures = [.. Cultures.Offered];
            localization.RequestCultureProviders = [.. localization.RequestCultureProviders.Where(provider => provider is not Microsoft.AspNetCore.Localization.QueryStringRequestCultureProvider)];
        });
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        app.Use(ShowStatusAsync);
        app.UseMaintenance();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
    }

    public static void MapPages(this WebApplication app) => app.MapRazorComponents<App>()
        .AddAdditionalAssemblies([.. app.Services.GetServices<PageAssembly>().Select(more => more.Assembly)])
        .AddInteractiveServerRenderMode(server =>
        {
            // Ours already says 'none'; a second policy would only repeat it.
            server.ContentSecurityFrameAncestorsPolicy = null;
        })
        .Add(endpoint =>
        {
            // Pages that need no account open no circuit, so nobody without one has business with the hub.
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } route } && route.StartsWith("/_blazor", StringComparison.Ordinal))
            {
                endpoint.Metadata.Add(new Microsoft.AspNetCore.Authorization.AuthorizeAttribute());
            }
        });

    internal static bool IsForPeople(PathString path) => !MachinePaths.Any(machine => path.StartsWithSegments(machine, StringComparison.OrdinalIgnoreCase));

    // A post that failed comes back here as the status page, which is a page to read and takes no form.
    private static async Task ShowStatusAsync(HttpContext http, RequestDelegate next)
    {
        var isStatusPage = http.Features.Get<IStatusCodeReExecuteFeature>() is not null;
        if (isStatusPage || http.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            http.Request.Method = HttpMethods.Get;
        }

        if (!IsForPeople(http.Request.Path) && http.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        await next(http);

        // A refused form has a content type and no content; with the type, no status page would be shown.
        if (!isStatusPage && http.Response is { HasStarted: false, StatusCode: StatusCodes.Status400BadRequest })
        {
            http.Response.ContentType = null;
        }
    }

    private static ForwardedHeadersOptions Trusting(List<string> proxies)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            }
        }

        return options;
    }
}
