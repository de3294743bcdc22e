using System.Globalization;
using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using ConsentDashboard.Components.Layout;
using ConsentDashboard.Security.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ConsentDashboard.Tests.Support;

/// <summary>Draws a component with the shell's own services, in English unless told otherwise.</summary>
public abstract class PartsContext : BunitContext
{
    private readonly (CultureInfo Culture, CultureInfo Words) _before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);

    protected PartsContext()
    {
        Speak("en");
        Services.AddLogging();
        Services.AddParts();
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddScoped<CurrentActor>();
        Services.AddSingleton<RecordDenial>((actor, what) =>
        {
            Denials.Add($"{actor.Name}: {what}");
            return Task.CompletedTask;
        });
        Access = this.AddAuthorization();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    protected FakeTimeProvider Clock { get; } = new(new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));

    protected DateTime Now => Clock.GetUtcNow().UtcDateTime;

    protected BunitAuthorizationContext Access { get; }

    /// <summary>What was put down as refused: who, and what.</summary>
    protected List<string> Denials { get; } = [];

    protected static void Speak(string language) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

    protected void SignIn(string role, string name = "Officer")
    {
        Access.SetAuthorized(name);
        Access.SetClaims(new(ClaimTypes.NameIdentifier, "1"), new Claim(Actor.NameClaim, name), new(ClaimTypes.Role, role));
    }

    protected override void Dispose(bool disposing)
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = _before;
        base.Dispose(disposing);
    }
}
