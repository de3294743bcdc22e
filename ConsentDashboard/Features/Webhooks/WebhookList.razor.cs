using ConsentDashboard.Components.Text;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Webhooks;

public partial class WebhookList(WebhookQueries queries, WebhookFollowing following, ViewerZone zone, WebhookWords Words, IStringLocalizer<WebhooksText> T)
{
    private IReadOnlyList<WebhookRow> _webhooks = [];
    private IReadOnlyList<SenderChoice> _senders = [];
    private SaveWebhook.Input? _new;
    private string? _secret;
    private IDisposable? _following;

    private string? Figure => Reading.HasContent ? T.Count("Count", _webhooks.Count(row => row.IsActive)) : null;

    protected override Task OnInitializedAsync()
    {
        _following = following.Start(() => InvokeAsync(RefreshAsync), Leaving);
        return ReadAsync();
    }

    protected override void Dispose(bool disposing)
    {
        _following?.Dispose();
        base.Dispose(disposing);
    }

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (Webhooks: await queries.ListAsync(actor, cancellation), Senders: await queries.SendersAsync(actor, cancellation));
        },
        answer => (_webhooks, _senders) = (answer.Webhooks, answer.Senders));

    private async Task MadeAsync(SaveWebhook.Saved made)
    {
        (_new, _secret) = (null, made.Secret);
        await ReadAsync();
    }

    private async Task RefreshAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }
}
