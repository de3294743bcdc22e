using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>What the events of one transaction tell other systems. Who they are is asked once, and only where an event may concern them.</summary>
internal sealed class WebhookNotices(DashboardDbContext db, WebhookMessages messages)
{
    private List<WebhookTarget>? _targets;
    private Dictionary<long, PublicId> _senders = [];

    /// <param name="act">Applied to the person's cells, so that the message says what they became.</param>
    /// <param name="number">As the act named it; where it named her otherwise, her stored number is told.</param>
    public async ValueTask<IReadOnlyList<OutboxMessage>> OfAsync(ConsentEvent act, SubscriberState state, string? number)
    {
        if (!WebhookEvents.Leaves(act) || await TargetsAsync() is not { Count: > 0 } targets)
        {
            return [];
        }

        var concerned = targets.FindAll(target => target.Concerns(act));
        var phone = concerned.Count > 0 ? number ?? messages.PhoneOf(state.Row) : null;
        PublicId? sender = act.SenderId is { } id && _senders.TryGetValue(id, out var known) ? known : null;
        return concerned.ConvertAll(target => messages.Of(target.PublicId, WebhookMessages.KeyOf(target.PublicId, act.EventKey), act, state.Row, phone, sender, StateOf, act.RecordedAt));

        ConsentState StateOf(int cell) => act.SenderId is { } named ? state.Fold.Find(new(named, act.Kind, cell))?.State ?? ConsentState.None : act.OutcomeFor(cell);
    }

    private async ValueTask<List<WebhookTarget>> TargetsAsync()
    {
        if (_targets is null)
        {
            _targets = await db.WebhookEndpoints.AsNoTracking().Where(e => e.IsActive).OrderBy(e => e.Id).Select(e => new WebhookTarget(e.PublicId, e.SenderId)).ToListAsync();
            _senders = _targets.Count == 0 ? [] : await db.Senders.AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.PublicId);
        }

        return _targets;
    }
}
