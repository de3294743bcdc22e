using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>Whether a number reaches its person, from one moment until the next that is known. What she allowed stays as it is.</summary>
internal sealed class ReachabilityEffects(DashboardDbContext db)
{
    public async Task ApplyAsync(ConsentEvent act, ReachabilityDraft change)
    {
        // Set by this very group, it is not in the table yet.
        foreach (var open in db.Reachability.Local.Where(r => r.SubscriberId == act.SubscriberId && r.To == Times.Never))
        {
            open.To = act.RecordedAt;
        }

        await db.Reachability.Where(r => r.SubscriberId == act.SubscriberId && r.To == Times.Never).ExecuteUpdateAsync(set => set.SetProperty(r => r.To, act.RecordedAt));
        db.Reachability.Add(new() { SubscriberId = act.SubscriberId, Status = change.Status, From = act.RecordedAt, Since = act.OccurredAt, Source = change.Source });
    }
}
