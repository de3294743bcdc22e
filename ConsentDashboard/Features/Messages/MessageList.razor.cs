using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Operations.OptOut.Inbound;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Messages;

public partial class MessageList(
    MessagesQueries queries,
    RetryMessage retry,
    ReplyForHer reply,
    OutboxFeed outbox,
    LedgerFeed ledger,
    ViewerZone zone,
    NavigationManager navigation,
    MessageWords Words,
    MessagesOptions Options,
    IStringLocalizer<MessagesText> T)
{
    private Actor _actor = Actor.Anonymous;
    private MessagePlace _place = new();
    private MessagePage _page = new([], HasNewer: false, HasOlder: false);
    private Error? _error;
    private ReplyOutcome? _replied;
    private IDisposable? _following;
    private IDisposable? _followingLedger;

    [SupplyParameterFromQuery(Name = "older")]
    private string? OlderText { get; set; }

    [SupplyParameterFromQuery(Name = "newer")]
    private string? NewerText { get; set; }

    [SupplyParameterFromQuery(Name = "at")]
    private string? AtText { get; set; }

    private string? Figure => Reading.HasContent ? Words.Waiting(_page.Waiting) : null;

    private (string Class, string Key)? Hint => Options.Gateway switch
    {
        _ when !Reading.HasContent => null,
        MessageGateway.Demo => ("info", "Gateway.Demo"),
        null or MessageGateway.None => ("warn", "Gateway.None"),
        _ => null,
    };

    protected override void OnInitialized()
    {
        _following = outbox.Subscribe(Follow);
        _followingLedger = ledger.Subscribe(_ => Follow());
    }

    protected override async Task OnParametersSetAsync()
    {
        var place = new MessagePlace(ParseId(OlderText), ParseId(NewerText), AtText == "last");
        if (!Reading.HasContent || place != _place)
        {
            _place = place;
            await ReadAsync();
        }
    }

    protected override void Dispose(bool disposing)
    {
        _following?.Dispose();
        _followingLedger?.Dispose();
        base.Dispose(disposing);
    }

    private Task ReadAsync(bool quietly = false) => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (actor, await queries.SearchAsync(_place, actor, cancellation));
        },
        answer => (_actor, _page) = answer, quietly);

    private Task RetryAsync(MessageRow row) => RunAsync(async () =>
    {
        var result = await retry.ExecuteAsync(new(row.Id), await Actors.CurrentAsync(), Leaving);
        (_error, _replied) = (result.Error, null);
        await ReadAsync();
    });

    private Task ReplyAsync((MessageRow Row, string Text) answer) => RunAsync(async () =>
    {
        var result = await reply.ExecuteAsync(new(answer.Row.Id, answer.Text, navigation.BaseUri), await Actors.CurrentAsync(), CancellationToken.None);
        (_error, _replied) = (result.Error, result.Failed ? null : result.Value.Outcome);
        await ReadAsync();
    });

    private void Follow() => ReadSoon(() => ReadAsync(quietly: true));

    private string PlaceAddress(long? older = null, long? newer = null, bool last = false) =>
        navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal) { ["older"] = older, ["newer"] = newer, ["at"] = last ? "last" : null });

    private static long? ParseId(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
