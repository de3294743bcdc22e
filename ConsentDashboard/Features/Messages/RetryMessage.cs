using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Messages;

/// <summary>Tries a message now that would be tried later. One that was given up has no content any more.</summary>
public sealed class RetryMessage(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, OutboxFeed feed, TimeProvider clock)
{
    public static readonly Error NotWaiting = new("Message.NotWaiting", ErrorKind.Conflict);

    public sealed record Input(long Message);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RetryMessages);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.UtcMilliseconds();
        var waiting = db.Outbox.Where(m => m.Id == input.Message && m.DeliveredAt == null && m.DueAt < Times.Never && m.DueAt > now && m.ClaimedUntil <= now);
        var found = await waiting.Select(m => new { m.SubscriberId, m.MessageKey }).FirstOrDefaultAsync(cancellation);
        if (found is null)
        {
            return NotWaiting;
        }

        int moved;
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            moved = await waiting.ExecuteUpdateAsync(set => set.SetProperty(m => m.DueAt, now), CancellationToken.None);
        }

        if (moved == 0)
        {
            return NotWaiting;
        }

        await audit.RecordAsync(new AuditDraft(actor, AuditAction.MessageRetried, found.SubscriberId, Subject: $"{found.MessageKey}"), CancellationToken.None);
        feed.Wake();
        return Result.Ok;
    }
}
