using System.Threading.RateLimiting;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Identity;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;

namespace ConsentDashboard.Features.Accounts;

public static class AccountsFeature
{
    public const string SignInPath = "/accounts/sign-in";
    public const string AccessDeniedPath = "/accounts/access-denied";

    /// <summary>Rate limit by address for posts that try a password or a link.</summary>
    public const string AttemptsPolicy = "account-attempts";

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddIdentityCore<StaffAccount>(Configure)
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<DashboardDbContext>()
            .AddClaimsPrincipalFactory<StaffPrincipals>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(Configure));
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddDataProtection().SetApplicationName("ConsentDashboard").PersistKeysToDbContext<DashboardDbContext>();
        services.AddOptions<KeyManagementOptions>().Configure<KeyStore>((options, keys) => options.XmlEncryptor = new SealedXmlEncryptor(keys));
        services.AddScoped<AuthenticationStateProvider, SessionRevalidation>();
        services.AddSingleton<RecordDenial>(provider => provider.GetRequiredService<AccessDenials>().RecordAsync);
        services.AddSingleton<AccessDenials>();
        services.AddSingleton<FirstAdministratorLink>();
        services.AddScoped<AccountsStartup>();
        services.AddScoped<SignIn>();
        services.AddScoped<CreateFirstAdministrator>();
        services.AddScoped<CreateAdministrator>();
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.AddPolicy(AttemptsPolicy, Attempts);
        });
        return services;
    }

    public static void MapAccounts(this IEndpointRouteBuilder endpoints) => AccountsEndpoints.Map(endpoints);

    private static void Configure(IdentityOptions identity)
    {
        identity.User.RequireUniqueEmail = true;
        identity.Lockout.MaxFailedAccessAttempts = 5;
        identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);

        // Length is what counts; rules of composition make people write passwords down (NIST SP 800-63B, 3.1.1.2).
        identity.Password.RequiredLength = 12;
        identity.Password.RequiredUniqueChars = 4;
        identity.Password.RequireDigit = identity.Password.RequireLowercase = identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;
    }

    private static void Configure(Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "consent.session";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = TimeSpan.FromHours(10);
        cookie.SlidingExpiration = true;
        cookie.LoginPath = SignInPath;
        cookie.AccessDeniedPath = AccessDeniedPath;
        cookie.ReturnUrlParameter = "returnUrl";
        var redirect = cookie.Events.OnRedirectToAccessDenied;
        cookie.Events.OnRedirectToAccessDenied = async context =>
        {
            await context.HttpContext.RequestServices.GetRequiredService<RecordDenial>()(Actor.From(context.HttpContext.User), context.Request.Path);
            await redirect(context);
        };
    }

    private static RateLimitPartition<string> Attempts(HttpContext http) => HttpMethods.IsPost(http.Request.Method)
        ? RateLimitPartition.GetSlidingWindowLimiter($"from {http.Connection.RemoteIpAddress}", _ => new()
        {
            PermitLimit = 20,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
        })
        : RateLimitPartition.GetNoLimiter("looks");
}
