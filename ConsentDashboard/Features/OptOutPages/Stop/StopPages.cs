using ConsentDashboard.Components.Public;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Links;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.OptOutPages.Stop;

/// <summary>The contact form: whether a number is known is nobody's business, so the answer is the same.</summary>
internal sealed class StopPages(StopByForm stop, SenderContacts contacts, StopLimits limits, PublicAddress address, WhenDatabaseIsAway away, IStringLocalizer<OptOutPagesText> texts)
{
    private static readonly Error TooMany = new("Stop.TooMany", ErrorKind.Unavailable);

    public Task ShowAsync(HttpContext http) => away.SayLaterAsync(http, () => DrawAsync(http, StopInput.Empty, null, StatusCodes.Status200OK));

    public Task SubmitAsync(HttpContext http) => away.SayLaterAsync(http, async () =>
    {
        var input = StopInput.Of(await PostedForm.ReadAsync(http));
        if (!limits.Take(http.Connection.RemoteIpAddress))
        {
            http.Response.Headers.RetryAfter = "60";
            await DrawAsync(http, input, TooMany, StatusCodes.Status429TooManyRequests);
            return;
        }

        var language = Speech.Of(http);
        var outcome = await stop.ExecuteAsync(input, language, Visitor.Of(http, address, "stop"));
        await (outcome.Error switch
        {
            null => ThankAsync(http, language),
            { Kind: ErrorKind.Unavailable } => away.SayLaterAsync(http),
            { Kind: ErrorKind.Refused } => DrawAsync(http, input, outcome.Error, StatusCodes.Status400BadRequest),
            _ => DrawAsync(http, input, outcome.Error, StatusCodes.Status422UnprocessableEntity),
        });
    });

    private Task ThankAsync(HttpContext http, string language)
    {
        PublicPages.KeepNoCopy(http);
        return PublicPages.DrawAsync<PublicMessage>(http, StatusCodes.Status200OK, new()
        {
            [nameof(PublicMessage.Language)] = language,
            [nameof(PublicMessage.Title)] = texts["Stopped.Title"].Value,
            [nameof(PublicMessage.Text)] = texts["Stopped.Text"].Value,
            [nameof(PublicMessage.Link)] = $"/stop?lang={language}",
            [nameof(PublicMessage.LinkText)] = texts["Stopped.Link"].Value,
        });
    }

    private async Task DrawAsync(HttpContext http, StopInput input, Error? error, int status)
    {
        PublicPages.KeepNoCopy(http);
        var senders = await contacts.ListAsync(http.RequestAborted);
        var view = new StopView(Speech.Of(http), input, FormKey.Create(), senders, Countries.Of(senders), error);
        await PublicPages.DrawAsync<StopForm>(http, status, new() { [nameof(StopForm.View)] = view });
    }
}

/// <summary>All that the form needs to be drawn; the same for a first look and for one that is to be mended.</summary>
public sealed record StopView(string Language, StopInput Input, string Form, IReadOnlyList<SenderContact> Senders, (IReadOnlyList<Country> First, IReadOnlyList<Country> Others) Countries, Error? Error)
{
    public string? Region { get; } = Input.Region ?? Countries.First.FirstOrDefault()?.Region;

    public bool IsNumberWrong => Error?.Field == "phone";

    public bool IsRegionWrong => Error?.Field == "region";
}
