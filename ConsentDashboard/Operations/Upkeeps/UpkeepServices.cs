namespace ConsentDashboard.Operations.Upkeeps;

public static class UpkeepServices
{
    /// <summary>Registers the work and its turns.</summary>
    /// <typeparam name="T">What does the work.</typeparam>
    public static IServiceCollection AddUpkeep<T>(this IServiceCollection services, UpkeepPlan<T> plan)
        where T : class
    {
        services.AddSingleton<T>();
        services.AddSingleton(plan);
        return services.AddHostedService<UpkeepLoop<T>>();
    }

    /// <summary>Registers work of which a turn always comes to its end.</summary>
    /// <typeparam name="T">What does the work.</typeparam>
    /// <param name="every">From the end of one turn to the beginning of the next.</param>
    /// <param name="failure">What is said in the log where a turn failed.</param>
    /// <param name="turn">One turn.</param>
    /// <param name="atOnce">The first turn comes when the process starts.</param>
    /// <param name="behindErasures">An erasure brings the next turn forward.</param>
    public static IServiceCollection AddUpkeep<T>(
        this IServiceCollection services, TimeSpan every, string failure, Func<T, CancellationToken, Task> turn, bool atOnce = false, bool behindErasures = false)
        where T : class => services.AddUpkeep(new UpkeepPlan<T>(every, failure, async (work, stopping) =>
        {
            await turn(work, stopping);
            return true;
        })
        {
            BeginsAtOnce = atOnce,
            ComesBehindErasures = behindErasures,
        });
}
