namespace ConsentDashboard.Security.Links;

public static class LinkServices
{
    /// <param name="publicBaseUrl">The setting <c>Web:PublicBaseUrl</c>; null: the address that the asker uses.</param>
    public static IServiceCollection AddLinks(this IServiceCollection services, string? publicBaseUrl)
    {
        services.AddSingleton(new PublicAddress(publicBaseUrl));
        services.AddSingleton<FormTokens>();
        services.AddSingleton<PageTokens>();
        services.AddSingleton<LinkTokens>();
        return services;
    }
}
