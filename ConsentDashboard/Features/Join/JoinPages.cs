using ConsentDashboard.Components.Public;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Security.Links;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Join;

/// <summary>The hosted form over HTTP: plain pages, no script, no cookie, no circuit.</summary>
internal sealed class JoinPages(
    PointCatalog points, SubmitJoin submit, ConfirmOptIn confirm, ResendCode resend, FormTokens tokens, PublicAddress address, PointCounting counting, CellWords words, IStringLocalizer<JoinText> texts, TimeProvider clock)
{
    public async Task ShowAsync(HttpContext http, string slug)
    {
        if (await OpenAsync(http, slug) is not { } point)
        {
            return;
        }

        var language = Speak(http, point, http.Request.Query["lang"]);
        counting.Shown(point, point.Contact!, language);
        await DrawAsync(http, NewForm(point, language, JoinInput.Empty, null));
    }

    public async Task SubmitAsync(HttpContext http, string slug)
    {
        var input = await InputAsync(http);
        if (await OpenAsync(http, slug) is not { } point)
        {
            return;
        }

        var language = Speak(http, point, input?.Language);
        if (input is null)
        {
            await DrawAsync(http, NewForm(point, language, JoinInput.Empty, JoinErrors.TooLarge), StatusCodes.Status413PayloadTooLarge);
            return;
        }

        if (input.Refuses)
        {
            await SayAsync(http, point, language, "Refused");
            return;
        }

        var joined = await submit.ExecuteAsync(point, input, language, Origin(http), http.RequestAborted);
        if (joined.Failed)
        {
            await DrawAsync(http, NewForm(point, language, input, joined.Error), StatusOf(joined.Error));
        }
        else if (joined.Value.Submission is { } submission)
        {
            http.Response.Headers.Location = $"/join/{point.Slug}/confirm?request={tokens.SignRequest(submission)}&lang={language}";
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
        }
        else
        {
            await SayAsync(http, point, language, "Thanks", words[joined.Value.Cells]);
        }
    }

    public async Task AskCodeAsync(HttpContext http, string slug)
    {
        if (await OpenAsync(http, slug) is { } point)
        {
            var request = http.Request.Query["request"].ToString();
            var language = Speak(http, point, http.Request.Query["lang"]);
            await (tokens.ReadRequest(request) is null ? GoneAsync(http, point, language) : AskAsync(http, point, language, request, null));
        }
    }

    public async Task ConfirmAsync(HttpContext http, string slug)
    {
        var form = await AnswerAsync(http);
        if (await OpenAsync(http, slug) is not { } point)
        {
            return;
        }

        var language = Speak(http, point, form[JoinFields.Language]);
        var request = form["request"].ToString();
        if (tokens.ReadRequest(request) is not { } submission)
        {
            await GoneAsync(http, point, language);
            return;
        }

        var origin = Origin(http);
        var again = form["act"] == "again";
        var error = again
            ? (await resend.ExecuteAsync(submission, origin.IpAddress, http.RequestAborted)).Error
            : (await confirm.ByCodeAsync(submission, form["code"], new() { IpAddress = origin.IpAddress, UserAgent = origin.UserAgent, PageAddress = origin.PageAddress }, http.RequestAborted)).Error;
        await (error switch
        {
            null when again => AskAsync(http, point, language, request, null, hasSentAgain: true),
            null => SayAsync(http, point, language, "Confirmed"),
            { Key: "Collect.NothingPending" or "Ledger.NoRequest" } => GoneAsync(http, point, language),
            _ => AskAsync(http, point, language, request, error),
        });
    }

    private JoinView NewForm(PublicPoint point, string language, JoinInput input, Error? error)
    {
        var ticket = new FormTicket(point.PublicId, point.Contact!.PublicId, point.Sender.NeedsProcessingConsent ? point.Processing!.PublicId : default, clock.UtcMilliseconds(), Guid.CreateVersion7());
        return new(point, language, tokens.Sign(ticket), input, error);
    }

    /// <returns>The point, while it is open; else it has been answered.</returns>
    private async Task<PublicPoint?> OpenAsync(HttpContext http, string slug)
    {
        PublicPages.KeepNoCopy(http);
        var point = await points.FindAsync(slug, http.RequestAborted);
        if (point is null or { Status: CollectionPointStatus.Draft } or { Contact: null })
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return null;
        }

        if (!point.IsOpen)
        {
            var language = Speak(http, point, http.Request.Query["lang"]);
            await SayAsync(http, point, language, "Closed", status: point.Status == CollectionPointStatus.Retired ? StatusCodes.Status410Gone : StatusCodes.Status503ServiceUnavailable);
            return null;
        }

        return point;
    }

    // What is no form answers nothing, like a form without a request.
    private static async Task<IFormCollection> AnswerAsync(HttpContext http)
    {
        try
        {
            return http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException)
        {
            return FormCollection.Empty;
        }
    }

    private static async Task<JoinInput?> InputAsync(HttpContext http)
    {
        try
        {
            return await JoinInput.ReadAsync(http.Request, http.RequestAborted);
        }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException)
        {
            return null;
        }
    }

    private static string Speak(HttpContext http, PublicPoint point, string? asked) =>
        PublicPages.Speak(http, [.. point.Contact!.Texts.Keys], asked, otherwise: point.Sender.Languages);

    // The page's address is proof, so it is the configured one where there is one: the Host header is whatever a caller writes.
    private JoinOrigin Origin(HttpContext http) => new(
        http.Connection.RemoteIpAddress?.ToString(),
        http.Request.Headers.UserAgent,
        http.Request.Headers.Referer,
        address.Of(http.Request.Path.Value!.TrimStart('/'), $"{http.Request.Scheme}://{http.Request.Host}"));

    private static int StatusOf(Error error) => error.Kind switch
    {
        ErrorKind.Unavailable when error == CollectionErrors.TooManyCodes => StatusCodes.Status429TooManyRequests,
        ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.Refused => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static Task DrawAsync(HttpContext http, JoinView view, int status = StatusCodes.Status200OK) =>
        PublicPages.DrawAsync<JoinForm>(http, status, new() { [nameof(JoinForm.View)] = view });

    private static Task AskAsync(HttpContext http, PublicPoint point, string language, string request, Error? error, bool hasSentAgain = false) =>
        PublicPages.DrawAsync<ConfirmForm>(http, error is null ? StatusCodes.Status200OK : StatusOf(error), new()
        {
            [nameof(ConfirmForm.Point)] = point,
            [nameof(ConfirmForm.Language)] = language,
            [nameof(ConfirmForm.Request)] = request,
            [nameof(ConfirmForm.Error)] = error,
            [nameof(ConfirmForm.HasSentAgain)] = hasSentAgain,
        });

    private Task GoneAsync(HttpContext http, PublicPoint point, string language) => SayAsync(http, point, language, "Gone", status: StatusCodes.Status404NotFound, link: $"/join/{point.Slug}");

    private Task SayAsync(HttpContext http, PublicPoint point, string language, string what, string? detail = null, int status = StatusCodes.Status200OK, string? link = null) =>
        PublicPages.DrawAsync<PublicMessage>(http, status, new()
        {
            [nameof(PublicMessage.Title)] = texts[$"{what}.Title"].Value,
            [nameof(PublicMessage.Text)] = texts[$"{what}.Text", detail ?? ""].Value,
            [nameof(PublicMessage.Language)] = language,
            [nameof(PublicMessage.Contact)] = $"{point.Sender.LegalName} · {point.Sender.SupportPhone}",
            [nameof(PublicMessage.IsTest)] = point.IsTest,
            [nameof(PublicMessage.Link)] = link,
            [nameof(PublicMessage.LinkText)] = link is null ? null : texts[$"{what}.Link"].Value,
        });
}
