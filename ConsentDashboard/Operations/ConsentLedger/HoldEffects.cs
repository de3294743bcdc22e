using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>Legal holds of one person: several may stand at once, each with its own end.</summary>
internal sealed class HoldEffects(DashboardDbContext db)
{
    public void Place(ConsentEvent act, SubscriberState state, ConsentAct source)
    {
        var until = source.IntervalUntil ?? Times.Never;
        db.Holds.Add(new()
        {
            SubscriberId = act.SubscriberId,
            From = act.RecordedAt,
            To = until,
            Reason = source.IntervalReason ?? "",
            SetBy = act.Actor,
            HoldOrderId = source.HoldOrderId,
        });
        state.HeldUntil = until > state.HeldUntil ? until : state.HeldUntil;
        state.Row.IsHeld = true;
    }

    public async Task ReleaseAsync(ConsentEvent act, SubscriberState state, ConsentAct source)
    {
        var (subscriber, order, one) = (act.SubscriberId, source.HoldOrderId, source.HoldId);

        // Placed by this very group, it is not in the table yet.
        var unwritten = db.Holds.Local.Where(hold => hold.SubscriberId == subscriber && hold.To > act.RecordedAt).ToList();
        foreach (var hold in unwritten.Where(hold => (order is null || hold.HoldOrderId == order) && (one is null || hold.Id == one)))
        {
            (hold.To, hold.EndedBy) = (act.RecordedAt, act.Actor);
        }

        await db.Holds.Where(hold => hold.SubscriberId == subscriber && hold.To > act.RecordedAt && (order == null || hold.HoldOrderId == order) && (one == null || hold.Id == one))
            .ExecuteUpdateAsync(set => set.SetProperty(hold => hold.To, act.RecordedAt).SetProperty(hold => hold.EndedBy, act.Actor));
        var last = await db.Holds.Where(hold => hold.SubscriberId == subscriber && hold.To > act.RecordedAt).MaxAsync(hold => (DateTime?)hold.To) ?? Times.NotYet;
        state.HeldUntil = unwritten.Select(hold => hold.To).Append(last).Max();
        state.Row.IsHeld = state.HeldUntil > act.RecordedAt;
    }
}
