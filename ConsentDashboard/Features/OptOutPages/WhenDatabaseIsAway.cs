using ConsentDashboard.Components.Public;
using ConsentDashboard.Data;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.OptOutPages;

/// <summary>A page that says stopped means that it is durable; where that cannot be had, the page says to try again.</summary>
internal sealed partial class WhenDatabaseIsAway(IStringLocalizer<OptOutPagesText> texts, ILogger<WhenDatabaseIsAway> logger)
{
    private const string ComeBackInSeconds = "30";

    public async Task SayLaterAsync(HttpContext http, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (Exception e) when (DatabaseAway.Is(e) && !http.Response.HasStarted)
        {
            LogAway(logger, e);
            await SayLaterAsync(http);
        }
    }

    public Task SayLaterAsync(HttpContext http)
    {
        http.Response.Headers.RetryAfter = ComeBackInSeconds;
        return PublicPages.DrawAsync<PublicMessage>(http, StatusCodes.Status503ServiceUnavailable, new()
        {
            [nameof(PublicMessage.Language)] = Speech.Of(http),
            [nameof(PublicMessage.Title)] = texts["Later.Title"].Value,
            [nameof(PublicMessage.Text)] = texts["Later.Text"].Value,
            [nameof(PublicMessage.HidesAddress)] = true,
        });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A public page could not be answered, because the database or the journal could not be used.")]
    private static partial void LogAway(ILogger logger, Exception exception);
}
