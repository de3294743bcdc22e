using System.Collections.Concurrent;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Messaging.Outbox;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Webhooks;

/// <summary>
/// Whether a receiver answers. While it does not, it is asked with one message at a time, less often the longer it lasts;
/// the first answer makes everything that waits due at once.
/// </summary>
internal sealed class EndpointHealth(TimeProvider clock, ILogger<EndpointHealth> log)
{
    // An hour of silence must not become two: a receiver that is back is found within a minute.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, (int Failures, DateTime Until)> _pauses = [];

    /// <summary>Not to be called yet.</summary>
    public bool IsPaused(WebhookEndpoint endpoint) => endpoint.FailingSince is not null && _pauses.TryGetValue(endpoint.Id, out var pause) && pause.Until > clock.UtcMilliseconds();

    /// <summary>Notes what came of some messages, in the transaction that settles them.</summary>
    /// <param name="endpoint">As it was when they were claimed.</param>
    public Task NoteAsync(DashboardDbContext db, WebhookEndpoint endpoint, IReadOnlyList<WebhookAnswer> answers)
    {
        var now = clock.UtcMilliseconds();
        if (answers.Count == 0)
        {
            return Task.CompletedTask;
        }

        if (answers.Any(answer => answer.Status == 410))
        {
            return SwitchOffAsync(db, endpoint, now);
        }

        // Where some arrive and one does not, it is that message and not the receiver.
        return answers.Any(answer => answer.Failure is null) ? AnsweredAsync(db, endpoint, now) : SilentAsync(db, endpoint, answers, now);
    }

    private async Task AnsweredAsync(DashboardDbContext db, WebhookEndpoint endpoint, DateTime now)
    {
        _pauses.TryRemove(endpoint.Id, out _);
        if (endpoint.FailingSince is null)
        {
            return;
        }

        await db.WebhookEndpoints.Where(e => e.Id == endpoint.Id).ExecuteUpdateAsync(set => set.SetProperty(e => e.FailingSince, (DateTime?)null));
        await MakeDueAsync(db, endpoint.PublicId, now);
        log.LogInformation("The webhook {Endpoint} answers again", endpoint.PublicId);
    }

    private async Task SilentAsync(DashboardDbContext db, WebhookEndpoint endpoint, IReadOnlyList<WebhookAnswer> answers, DateTime now)
    {
        var asked = answers.Max(answer => answer.After);

        // What was under way together fails together, and counts once.
        var pause = _pauses.AddOrUpdate(endpoint.Id, _ => (1, now + Pause(1, asked)), (_, before) => before.Until > now ? before : (before.Failures + 1, now + Pause(before.Failures + 1, asked)));
        await LeaveOneAsync(db, endpoint.PublicId, Times.Truncate(pause.Until));
        if (endpoint.FailingSince is null
            && await db.WebhookEndpoints.Where(e => e.Id == endpoint.Id && e.FailingSince == null).ExecuteUpdateAsync(set => set.SetProperty(e => e.FailingSince, now)) > 0)
        {
            log.LogWarning("The webhook {Endpoint} does not take its messages: {Reason}. They wait", endpoint.PublicId, answers[0].Failure!.Kind);
        }
    }

    // Each message waits ten minutes by itself, which a receiver that is back must not. Only one of them comes earlier,
    // the least tried, so that one that is refused for what it says leaves the others their turn.
    private static async Task LeaveOneAsync(DashboardDbContext db, PublicId endpoint, DateTime until)
    {
        var lane = WebhookEndpoint.LaneOf(endpoint);
        if (!await OutboxClaims.Due(db, until, lane).AnyAsync())
        {
            var next = OutboxBacklog.Waiting(db, lane).Where(m => m.DueAt > until).OrderBy(m => m.Tries).ThenBy(m => m.Id).Take(1).Select(m => m.Id);
            await db.Outbox.Where(m => next.Contains(m.Id)).ExecuteUpdateAsync(set => set.SetProperty(m => m.DueAt, until));
        }
    }

    private async Task SwitchOffAsync(DashboardDbContext db, WebhookEndpoint endpoint, DateTime now)
    {
        await db.WebhookEndpoints.Where(e => e.Id == endpoint.Id).ExecuteUpdateAsync(set => set
            .SetProperty(e => e.IsActive, false)
            .SetProperty(e => e.FailingSince, e => e.FailingSince ?? now)
            .SetProperty(e => e.Version, e => e.Version + 1));
        log.LogWarning("The webhook {Endpoint} is switched off: its receiver answers that it is gone (410)", endpoint.PublicId);
    }

    private static TimeSpan Pause(int failures, TimeSpan? asked)
    {
        var wait = Backoff.After(failures);
        wait = wait < LongestPause ? wait : LongestPause;
        return asked > wait ? Backoff.After(1, asked) : wait;
    }

    /// <summary>Everything that waits for another try is tried now, each lane in its order.</summary>
    public static Task<int> MakeDueAsync(DashboardDbContext db, PublicId endpoint, DateTime now)
    {
        var lane = WebhookEndpoint.LaneOf(endpoint);
        return OutboxBacklog.Waiting(db, lane).Where(m => m.DueAt > now).ExecuteUpdateAsync(set => set.SetProperty(m => m.DueAt, now));
    }
}
