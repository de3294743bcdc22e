using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Features.Retention;
using ConsentDashboard.Features.Retention.Policies;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Retention.Policies;

/// <summary>The pages of policies as somebody sees and uses them.</summary>
internal static class PolicyScreens
{
    public static readonly PolicyDefinition Withdrawn = new() { Trigger = RetentionTrigger.Withdrawn, Period = 30, Unit = RetentionUnit.Days, Action = RetentionAction.Restrict };

    public static Screen Look(Installation here, string role = Roles.Administrator, string language = "en", ConfirmIdentity? identity = null)
    {
        var screen = new Screen(here, role, language);
        screen.Services.AddPolicies();
        if (identity is null)
        {
            screen.Services.AddSingleton<ConfirmIdentity>();
        }
        else
        {
            screen.Services.AddSingleton(identity);
        }

        return screen;
    }

    public static async Task<PublicId> SaveAsync(this Screen screen, string name, PolicyDefinition definition, bool on = false, string? cron = null)
    {
        var saved = await screen.Services.GetRequiredService<SavePolicy>().ExecuteAsync(new() { Name = name, Definition = definition, Cron = cron }, Staff.Administrator);
        Assert.Null(saved.Error);
        if (on)
        {
            Assert.Null((await screen.Services.GetRequiredService<SwitchPolicy>().ExecuteAsync(new(saved.Value, On: true), Staff.Administrator)).Error);
        }

        return saved.Value;
    }

    public static async Task<IReadOnlyList<PolicyRow>> PoliciesAsync(this Screen screen) =>
        await screen.Services.GetRequiredService<PolicyQueries>().ListAsync(Staff.Auditor, Xunit.TestContext.Current.CancellationToken);
}
