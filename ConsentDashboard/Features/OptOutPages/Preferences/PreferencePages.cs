using ConsentDashboard.Components.Public;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Links;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.OptOutPages.Preferences;

/// <summary>The page behind the link in a message: plain, without script, cookie or sign-in. Looking changes nothing, because scanners look too.</summary>
internal sealed class PreferencePages(PreferenceQueries queries, StopByLink stop, UndoStop undo, RecordActivity activity, TimeProvider clock, PublicAddress address, WhenDatabaseIsAway away, IStringLocalizer<OptOutPagesText> texts)
{
    // The token is left out of evidence and logs: whoever has it can stop her messages.
    private const string PageName = "p";

    private static readonly Error UnknownAct = new("Link.UnknownAct", ErrorKind.Invalid);

    public Task ShowAsync(HttpContext http, string token) => away.SayLaterAsync(http, async () =>
    {
        PublicPages.KeepNoCopy(http);
        if (await FindAsync(http, token) is { } person)
        {
            await DrawAsync(http, token, person, null, null);
        }
    });

    public Task ActAsync(HttpContext http, string token) => away.SayLaterAsync(http, async () =>
    {
        PublicPages.KeepNoCopy(http);
        var form = await PostedForm.ReadAsync(http);
        if (await FindAsync(http, token) is not { } person)
        {
            return;
        }

        var visitor = Visitor.Of(http, address, PageName);
        var isOneClick = form[LinkFields.OneClick] == LinkFields.OneClickValue;
        var (outcome, done) = form[LinkFields.Act].ToString() switch
        {
            LinkFields.Stop => (await StopAsync(ConsentCells.All, false, $"pressed “Stop everything from {person.SenderName}”"), person.IsStopped ? "Done.Already" : "Done.Stopped"),
            LinkFields.StopAll => (await StopAsync(ConsentCells.All, true, "pressed “Stop everything from every sender”"), "Done.StoppedAll"),
            LinkFields.Save => await SaveAsync(),
            LinkFields.Undo => (await undo.ExecuteAsync(person, visitor, http.RequestAborted), "Done.Undone"),
            _ when isOneClick => (await StopAsync(ConsentCells.All, false, "one-click unsubscribe of her mail or message app (RFC 8058)"), "Done.Stopped"),
            _ => (UnknownAct, ""),
        };
        await AnswerAsync(http, token, person, isOneClick, done, outcome.Error);

        Task<Result> StopAsync(ConsentCells cells, bool fromEverybody, string did) =>
            stop.ExecuteAsync(new(person, cells, fromEverybody, did, form[FormKey.Field]), visitor);

        async Task<(Result, string)> SaveAsync()
        {
            // What was not shown was not unticked; and nothing that is ticked here is given by it.
            var unticked = CellsIn(form[LinkFields.Shown]) & ~CellsIn(form[LinkFields.Box]);
            if (unticked != ConsentCells.None)
            {
                return (await StopAsync(unticked, false, $"unticked {string.Join(", ", unticked.Indexes().Select(Cells.KeyOf))} and saved"), "Done.Saved");
            }

            // She looked at what she had agreed to and left it so: no event, but a sign that the number is hers still.
            await activity.OfPersonAsync(person.Id, clock.UtcMilliseconds());
            return (Result.Ok, "Done.NoChange");
        }
    });

    private Task AnswerAsync(HttpContext http, string token, LinkedPerson person, bool isOneClick, string done, Error? error) => error switch
    {
        { Kind: ErrorKind.Unavailable } => away.SayLaterAsync(http),
        null when isOneClick => SayAsync(http, person, "Done.OneClick"),
        _ => DrawAgainAsync(http, token, error is null ? done : null, error),
    };

    // As things stand now, which need not be as they were when the form was drawn.
    private async Task DrawAgainAsync(HttpContext http, string token, string? done, Error? error)
    {
        if (await FindAsync(http, token) is { } person)
        {
            await DrawAsync(http, token, person, done, error);
        }
    }

    private async Task DrawAsync(HttpContext http, string token, LinkedPerson person, string? done, Error? error)
    {
        if (person.IsErased)
        {
            await SayAsync(http, person, "Done.Already");
            return;
        }

        var outlook = await queries.OutlookAsync(person, http.RequestAborted);
        var view = new PreferenceView(person, Speech.Of(http, person.Language), $"/p/{token}", FormKey.Create(), outlook.IsOffered, done, error);
        await PublicPages.DrawAsync<PreferencePage>(http, StatusOf(error), new() { [nameof(PreferencePage.View)] = view });
    }

    private static int StatusOf(Error? error) => error?.Kind switch
    {
        null => StatusCodes.Status200OK,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };

    /// <returns>Null where the link is not one of ours; then it has been answered.</returns>
    private async Task<LinkedPerson?> FindAsync(HttpContext http, string token)
    {
        var person = await queries.FindAsync(token, http.RequestAborted);
        if (person is null)
        {
            var language = Speech.Of(http);
            await SayAsync(http, StatusCodes.Status404NotFound, language, texts["Unknown.Title"], texts["Unknown.Text"], "/stop", texts["Unknown.Link"]);
        }
        else
        {
            Speech.Of(http, person.Language);
        }

        return person;
    }

    private Task SayAsync(HttpContext http, LinkedPerson person, string done) =>
        SayAsync(http, StatusCodes.Status200OK, Speech.Of(http, person.Language), texts[$"{done}.Title"], texts[done, person.SenderName], null, null);

    private static Task SayAsync(HttpContext http, int status, string language, string title, string text, string? link, string? linkText) =>
        PublicPages.DrawAsync<PublicMessage>(http, status, new()
        {
            [nameof(PublicMessage.Language)] = language,
            [nameof(PublicMessage.Title)] = title,
            [nameof(PublicMessage.Text)] = text,
            [nameof(PublicMessage.Link)] = link,
            [nameof(PublicMessage.LinkText)] = linkText,
            [nameof(PublicMessage.HidesAddress)] = true,
        });

    private static ConsentCells CellsIn(IEnumerable<string?> keys) => keys.Aggregate(ConsentCells.None, (all, key) => all | Cells.FromKey(key));
}
