using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.OptOuts;

/// <summary>
/// Sees to it that two people never decide one message. Whoever takes it has a minute; a crash meanwhile leaves it
/// waiting, for everybody again after that minute.
/// </summary>
public sealed class InboxClaims(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <returns>Null where somebody else has it, or has decided it.</returns>
    public async Task<InboxClaim?> TakeAsync(InboundMessage message, Actor actor)
    {
        var (now, version) = (clock.UtcMilliseconds(), message.Version);
        var over = now - Lease;

        // What was found to be no opt-out may still be withdrawn: it has no claim, and its event key keeps it to one event.
        var taken = message.State == InboxState.NotAnOptOut || await UpdateAsync(rows => rows
            .Where(m => m.Id == message.Id && m.Version == version && m.State == InboxState.Waiting && (m.HandledAt == null || m.HandledAt <= over))
            .ExecuteUpdateAsync(set => set
                .SetProperty(m => m.HandledAt, now)
                .SetProperty(m => m.HandledBy, actor.Key)
                .SetProperty(m => m.Version, version + 1)));
        return taken ? new(this, message) : null;
    }

    internal Task EndAsync(InboundMessage message, InboxState state, Actor actor, Guid? withdrawal)
    {
        var now = clock.UtcMilliseconds();
        return UpdateAsync(rows => rows

            // Where it took longer than a minute and somebody else decided meanwhile, a withdrawal stands.
            .Where(m => m.Id == message.Id && (m.State == InboxState.Waiting || (state == InboxState.Withdrawn && m.State != InboxState.Withdrawn)))
            .ExecuteUpdateAsync(set => set
                .SetProperty(m => m.State, state)
                .SetProperty(m => m.WithdrawalKey, withdrawal)
                .SetProperty(m => m.HandledAt, now)
                .SetProperty(m => m.HandledBy, actor.Key)
                .SetProperty(m => m.Version, m => m.Version + 1)));
    }

    internal Task ReleaseAsync(InboundMessage message) => UpdateAsync(rows => rows
        .Where(m => m.Id == message.Id && m.State == InboxState.Waiting && m.Version == message.Version + 1)
        .ExecuteUpdateAsync(set => set
            .SetProperty(m => m.HandledAt, (DateTime?)null)
            .SetProperty(m => m.HandledBy, (string?)null)
            .SetProperty(m => m.Version, m => m.Version + 1)));

    private async Task<bool> UpdateAsync(Func<DbSet<InboundMessage>, Task<int>> update)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        return await update(db.InboundMessages) > 0;
    }
}

/// <summary>A message that is being decided; given back where it is not.</summary>
public sealed class InboxClaim(InboxClaims claims, InboundMessage message) : IAsyncDisposable
{
    private bool _isEnded;

    public InboundMessage Message { get; } = message;

    /// <param name="state">What it was decided to be.</param>
    /// <param name="actor">By whom.</param>
    /// <param name="withdrawal">The event that came of it.</param>
    public async Task EndAsync(InboxState state, Actor actor, Guid? withdrawal)
    {
        await claims.EndAsync(Message, state, actor, withdrawal);
        _isEnded = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isEnded)
        {
            await claims.ReleaseAsync(Message);
        }
    }
}
