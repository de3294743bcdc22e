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
        _following = following.Start(() => ReadSoon(() => ReadAsync(quietly: true)));
        return ReadAsync();
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
            return (Webhooks: await queries.ListAsync(actor, cancellation), Senders: await queries.SendersAsync(actor, cancellation));
        },
        answer => (_webhooks, _senders) = (answer.Webhooks, answer.Senders), quietly);

    private async Task MadeAsync(SaveWebhook.Saved made)
    {
        (_new, _secret) = (null, made.Secret);
        await ReadAsync();
    }

}
