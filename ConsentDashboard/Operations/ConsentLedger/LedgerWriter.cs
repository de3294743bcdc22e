using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Audit;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>
/// The one way into the ledger. Acts from every door are grouped: a group is what is queued when the last commit
/// returns, at most <see cref="GroupSize"/>. A caller is answered only once the batch is durable in the database and its
/// head in the journal.
/// </summary>
public sealed class LedgerWriter(LedgerCommits commits, WriteGate gate, TimeProvider clock)
{
    public const int GroupSize = 512;

    private readonly Lock _lock = new();
    private readonly List<PendingWrite> _queue = [];
    private bool _pumping;

    /// <summary>Records an act, and an audit entry with it where staff acted. Once called it runs to its end.</summary>
    /// <returns>The event, or why it was refused; a withdrawal is never refused for what it says.</returns>
    public Task<Result<RecordedAct>> RecordAsync(ConsentAct act, AuditDraft? audit = null) =>
        Enqueue(commits.Prepare(act, audit, act.ReceivedAt ?? clock.UtcMilliseconds()));

    /// <summary>What recording the act now would come to. Nothing is written, and no place in the ledger is held.</summary>
    /// <returns>No event id; the public id is zero where the number is new.</returns>
    public async Task<Result<RecordedAct>> RehearseAsync(ConsentAct act) => (await commits.RehearseAsync([act]))[0];

    /// <summary>The same for a slice of bulk work, whose acts are about a person each.</summary>
    public Task<IReadOnlyList<Result<RecordedAct>>> RehearseSliceAsync(IReadOnlyList<ConsentAct> acts, CancellationToken cancellation = default) => commits.RehearseAsync(acts, cancellation);

    internal async Task AuditAsync(AuditDraft draft)
    {
        var outcome = await Enqueue(new() { Audit = draft, ReceivedAt = clock.UtcMilliseconds() });
        if (outcome.Failed)
        {
            throw new InvalidOperationException($"The audit entry could not be written: {outcome.Error.Key}.");
        }
    }

    /// <summary>Records a slice of bulk work in one transaction, behind whatever withdrawals and single acts wait.</summary>
    /// <param name="acts">At most a few thousand; the caller sizes slices to about 25 ms while others write.</param>
    /// <param name="numbersAreNew">The caller knows that no number of the slice is in the database, so none is looked up.</param>
    /// <param name="cancellation">Gives up the wait for the turn; once begun, the slice is written.</param>
    public Task<IReadOnlyList<Result<RecordedAct>>> RecordSliceAsync(IReadOnlyList<ConsentAct> acts, bool numbersAreNew = false, CancellationToken cancellation = default) =>
        RecordSliceAsync(PrepareSlice(acts), numbersAreNew, cancellation);

    /// <summary>Records a slice that was prepared ahead.</summary>
    public async Task<IReadOnlyList<Result<RecordedAct>>> RecordSliceAsync(PreparedSlice slice, bool numbersAreNew = false, CancellationToken cancellation = default)
    {
        using (await gate.EnterAsync(WritePriority.Bulk, cancellation))
        {
            var began = clock.GetTimestamp();
            slice.Worked = await commits.CommitAsync(slice.Writes, numbersAreNew, slice.Mark is { } mark ? db => mark(db, Outcomes(slice)) : null);
            slice.Held = clock.GetElapsedTime(began);
        }

        return Outcomes(slice);
    }

    /// <summary>Changes rows that are no part of the ledger, and records that in the same transaction.</summary>
    /// <param name="change">Makes the change; false: there was nothing to change, and nothing is recorded.</param>
    internal async Task<bool> AuditAsync(AuditDraft draft, Func<DashboardDbContext, Task<bool>> change)
    {
        var changed = await ChangeAsync(draft, change);
        return changed.Failed ? throw new InvalidOperationException($"The audit entry could not be written: {changed.Error.Key}.") : changed.Value;
    }

    /// <summary>The same for whoever can tell staff why not: while keys are rotated nothing is changed.</summary>
    internal async Task<Result<bool>> ChangeAsync(AuditDraft draft, Func<DashboardDbContext, Task<bool>> change)
    {
        PendingWrite write = new() { Audit = draft, ReceivedAt = clock.UtcMilliseconds() };
        var slice = new PreparedSlice([write])
        {
            Mark = async (db, _) =>
            {
                if (!await change(db))
                {
                    throw new NothingChangedException();
                }
            },
        };
        try
        {
            await RecordSliceAsync(slice);
            return write.Outcome.Error is { } refusal ? refusal : true;
        }
        catch (NothingChangedException)
        {
            return false;
        }
    }

    private sealed class NothingChangedException : Exception;

    /// <summary>Seals and hashes: what a slice needs of the processor before its turn comes, on any thread.</summary>
    /// <param name="mark">As <see cref="PreparedSlice.Mark"/>.</param>
    public PreparedSlice PrepareSlice(IReadOnlyList<ConsentAct> acts, Func<DashboardDbContext, IReadOnlyList<Result<RecordedAct>>, Task>? mark = null)
    {
        var now = clock.UtcMilliseconds();
        return new([.. acts.Select(act => commits.Prepare(act, null, act.ReceivedAt ?? now))]) { Mark = mark };
    }

    private static IReadOnlyList<Result<RecordedAct>> Outcomes(PreparedSlice slice) => [.. slice.Writes.Select(write => write.Outcome)];

    private Task<Result<RecordedAct>> Enqueue(PendingWrite write)
    {
        lock (_lock)
        {
            _queue.Add(write);
            if (!_pumping)
            {
                _pumping = true;
                _ = Task.Run(PumpAsync);
            }
        }

        return write.Done;
    }

    private async Task PumpAsync()
    {
        while (NextPriority() is { } priority)
        {
            List<PendingWrite> group = [];
            try
            {
                using (await gate.EnterAsync(priority))
                {
                    group = TakeGroup();
                    await CommitGroupAsync(group);
                }
            }
            catch (Exception e)
            {
                group.ForEach(write => write.Fail(e));
            }
        }
    }

    private async Task CommitGroupAsync(List<PendingWrite> group)
    {
        try
        {
            await commits.CommitAsync(group);
            group.ForEach(write => write.Complete());
        }
        catch (Exception) when (group.Count > 1)
        {
            // One act that the database refuses must not take the others of its group with it.
            foreach (var write in group)
            {
                try
                {
                    await commits.CommitAsync([write]);
                    write.Complete();
                }
                catch (Exception e)
                {
                    write.Fail(e);
                }
            }
        }
    }

    private WritePriority? NextPriority()
    {
        lock (_lock)
        {
            if (_queue.Count == 0)
            {
                _pumping = false;
                return null;
            }

            return _queue.Min(write => write.Priority);
        }
    }

    // Withdrawals first, but an act that one person sent before her withdrawal stays before it.
    private List<PendingWrite> TakeGroup()
    {
        lock (_lock)
        {
            if (_queue.Count <= GroupSize)
            {
                List<PendingWrite> all = [.. _queue];
                _queue.Clear();
                return all;
            }

            var group = new List<PendingWrite>(GroupSize);
            var withdrawing = _queue.Where(write => write.Priority == WritePriority.Withdrawal).Take(GroupSize / 2).ToList();
            var people = withdrawing.Select(Person).ToHashSet();
            group.AddRange(_queue.Where(write => write.Act is not null && people.Contains(Person(write))).Take(GroupSize));
            var chosen = group.ToHashSet();
            group.AddRange(_queue.Where(write => !chosen.Contains(write)).Take(GroupSize - group.Count));
            chosen.UnionWith(group);
            _queue.RemoveAll(chosen.Contains);
            return group;
        }
    }

    private static string Person(PendingWrite write) =>
        write.BlindIndex is { } index ? Convert.ToHexString(index) : write.Act?.SubscriberId?.ToString() ?? "";
}
