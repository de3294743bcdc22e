namespace ConsentDashboard.Features.Subscribers.Profile;

public static class ProfileServices
{
    public static IServiceCollection AddProfile(this IServiceCollection services)
    {
        services.AddSingleton<ProfileQueries>();
        services.AddSingleton<TimelineQueries>();
        services.AddSingleton<WordingQueries>();
        services.AddSingleton<WithdrawConsent>();
        services.AddSingleton<RecordStaffOptIn>();
        services.AddSingleton<OpenRestricted>();
        services.AddSingleton<PlaceHold>();
        services.AddSingleton<ReleaseHold>();
        services.AddSingleton<RestrictSubscriber>();
        services.AddSingleton<BundleEndpoint>();
        services.AddSingleton<RevealNumber>();
        services.AddSingleton<ViewEvidence>();
        services.AddSingleton<ProfileWords>();
        services.AddScoped<DecisionSentences>();
        return services;
    }
}
