using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Features.Retention;
using ConsentDashboard.Features.Retention.Runs;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Tests.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Retention.Runs;

/// <summary>The pages of runs as somebody sees and uses them.</summary>
internal static class RunScreens
{
    public static Screen Look(RetentionRoom room, string role, string language = "en", ConfirmIdentity? identity = null)
    {
        var screen = new Screen(room.Here, role, language);
        screen.Services.AddSingleton(room.Here.Get<RetentionChanges>());
        screen.Services.AddSingleton(room.Here.Get<PreviewRetention>());
        screen.Services.AddSingleton(room.Here.Get<CertificateOrigins>());
        screen.Services.AddSingleton(room.Here.Get<JobFeed<RetentionRun>>());
        screen.Services.AddSingleton(provider => identity ?? new(provider.GetRequiredService<IServiceScopeFactory>()));
        screen.Services.AddRuns();
        return screen.Ready();
    }

    /// <summary>Three people who withdrew a month ago.</summary>
    public static async Task<RetentionRoom> DueAsync()
    {
        var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync(1, 2, 3);
        await room.StopAsync(1, 2, 3);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        return room;
    }

    /// <summary>A run that the administrator asked for.</summary>
    public static async Task<RetentionRun> AskedAsync(this RetentionRoom room)
    {
        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));
        Assert.Null((await room.Here.Get<RetentionChanges>().RequestAsync(run, "yearly cleaning", needsApproval: true, Staff.Administrator)).Error);
        return run;
    }
}
