using System.Globalization;
using ConsentDashboard.Components.Dialogs;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Webhooks;

public partial class WebhookPage(
    WebhookQueries queries, DeliveryQueries deliveries, SwitchWebhook switching, RotateSecret rotate, SendTest test, ReplayMessage replay, ReplaySince replaySince,
    WebhookFollowing following, IDialogService dialogs, ViewerZone zone, NavigationManager navigation, WebhookWords Words, IStringLocalizer<WebhooksText> T)
{
    private Actor _actor = Actor.Anonymous;
    private WebhookRow? _webhook;
    private IReadOnlyList<SenderChoice> _senders = [];
    private DeliveryPage _page = new([]);
    private SaveWebhook.Input? _edited;
    private string? _secret;
    private string? _said;
    private Error? _error;
    private DateTime? _since;
    private IDisposable? _following;
    private (string?, DeliveryPlace)? _shown;

    [Parameter]
    public string? Id { get; set; }

    [SupplyParameterFromQuery(Name = "older")]
    private string? OlderText { get; set; }

    [SupplyParameterFromQuery(Name = "newer")]
    private string? NewerText { get; set; }

    [SupplyParameterFromQuery(Name = "at")]
    private string? AtText { get; set; }

    private DeliveryPlace Place => new(ParseId(OlderText), ParseId(NewerText), AtText == "last");

    protected override void OnInitialized() => _following = following.Start(() => ReadSoon(() => ReadAsync(quietly: true)));

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != (Id, Place))
        {
            if (_shown?.Item1 != Id)
            {
                (_edited, _secret, _said, _error, _since) = (null, null, null, null, null);
            }

            _shown = (Id, Place);
            await ReadAsync();
        }
    }

    protected override void Dispose(bool disposing)
    {
        _following?.Dispose();
        base.Dispose(disposing);
    }

    private Task ReadAsync(bool quietly = false) => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            actor.Demand(Permissions.ManageWebhooks);
            var found = PublicId.TryParse(Id, out var id) ? await queries.FindAsync(id, actor, cancellation) : null;
            return (Actor: actor, Webhook: found,
                Page: found is null ? new([]) : await deliveries.SearchAsync(id, Place, actor, cancellation),
                Senders: await queries.SendersAsync(actor, cancellation));
        },
        answer => (_actor, _webhook, _page, _senders) = answer, quietly);

    private void Edit() => _edited = new() { Id = _webhook!.PublicId, Name = _webhook.Name, Address = _webhook.Address, Sender = _webhook.SenderId, Version = _webhook.Version };

    private Task SavedAsync(SaveWebhook.Saved saved)
    {
        (_edited, _error, _said) = (null, null, T["Saved"].Value);
        return ReadAsync();
    }

    private Task TestAsync() => ActAsync(async actor => (await test.ExecuteAsync(new(_webhook!.PublicId), actor, Leaving)).Error, () => T["Test.Sent"]);

    private Task SwitchAsync() => ActAsync(async actor => (await switching.ExecuteAsync(new(_webhook!.PublicId, !_webhook.IsActive), actor, Leaving)).Error, () => null);

    private Task RotateAsync() => RunAsync(async () =>
    {
        if (await dialogs.AskAsync(new(T["Rotate.Title", _webhook!.Name], T["Rotate.Text"], T["Rotate"])) is not null)
        {
            var rotated = await rotate.ExecuteAsync(new(_webhook.PublicId), await Actors.CurrentAsync(), Leaving);
            (_secret, _error, _said) = (rotated.Value, rotated.Error, null);
            await ReadAsync();
        }
    });

    private Task ReplayAsync(DeliveryRow row)
    {
        var sent = 0;
        return ActAsync(
            async actor =>
            {
                var replayed = await replay.ExecuteAsync(new(_webhook!.PublicId, row.Id), actor, Leaving);
                sent = replayed.Value;
                return replayed.Error;
            },
            () => T.Count("Replayed", sent));
    }

    private Task ReplaySinceAsync()
    {
        var sent = 0;
        return ActAsync(
            async actor =>
            {
                var replayed = await replaySince.ExecuteAsync(new(_webhook!.PublicId, zone.Utc(_since!.Value)), actor, Leaving);
                sent = replayed.Value;
                return replayed.Error;
            },
            () => T.Count("Replayed", sent));
    }

    private Task ActAsync(Func<Actor, Task<Error?>> act, Func<string?> done) => RunAsync(async () =>
    {
        _error = await act(await Actors.CurrentAsync());
        (_said, _secret) = (_error is null ? done() : null, null);
        await ReadAsync();
    });


    private string PlaceAddress(long? older = null, long? newer = null, bool last = false) =>
        navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal) { ["older"] = older, ["newer"] = newer, ["at"] = last ? "last" : null });

    private static long? ParseId(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
