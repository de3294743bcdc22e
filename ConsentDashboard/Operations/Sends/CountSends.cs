using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Sends;

/// <summary>Counts what was sent, for the promised frequency. A number that is not known here is counted and not kept.</summary>
public sealed class CountSends(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, NumberVault vault, TimeProvider clock)
{
    /// <summary>This many numbers are written in one transaction: withdrawals do not wait longer than for that.</summary>
    public const int Slice = 250;

    /// <summary>The most messages to one number that one row may tell of.</summary>
    public const int MostToOne = 1000;

    /// <summary>Counts one slice in one transaction.</summary>
    /// <param name="sent">What it was.</param>
    /// <param name="slice">To whom; the same number may be there more than once.</param>
    /// <param name="also">Done in the same transaction; where it says no, nothing is counted.</param>
    /// <param name="cancellation">Gives up before it begins to write.</param>
    /// <returns>Null where <paramref name="also"/> said no.</returns>
    public async Task<Result<SendSums?>> ExecuteAsync(
        SentMessages sent, IReadOnlyList<SentTo> slice, Func<DashboardDbContext, SendSums, Task<bool>>? also = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slice.Count, Slice);
        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(() => CountAsync(db, sent, slice, also));
    }

    private async Task<Result<SendSums?>> CountAsync(DashboardDbContext db, SentMessages sent, IReadOnlyList<SentTo> slice, Func<DashboardDbContext, SendSums, Task<bool>>? also)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync();

        // So that nobody is erased between what is read here and the commit.
        await LedgerHeads.TakeAsync(db);
        var head = await db.LedgerHead.AsNoTracking().SingleAsync();
        if (head.Mode == LedgerMode.Maintenance)
        {
            return LedgerErrors.Maintenance;
        }

        Dictionary<string, SentToIndex> numbers = new(slice.Count, StringComparer.Ordinal);
        foreach (var one in slice)
        {
            var index = vault.BlindIndex(one.Number.Value, head.IndexGeneration);
            var key = Convert.ToHexString(index);
            numbers[key] = new(index, numbers.GetValueOrDefault(key).Count + one.Count);
        }

        var people = await RecipientQueries.ReadAsync(db, [.. numbers.Values.Select(number => number.Index)], sent, clock.UtcMilliseconds());
        List<SendCount> counts = new(people.Count);
        var sums = new SendSums(numbers.Values.Sum(number => number.Count), 0, 0, 0);
        foreach (var (key, number) in numbers)
        {
            if (!people.TryGetValue(key, out var person))
            {
                sums = sums with { ToUnknown = sums.ToUnknown + number.Count };
                continue;
            }

            counts.Add(new() { SubscriberId = person.Id, SenderId = sent.SenderId, Channel = sent.Channel, MessageType = sent.MessageType, Day = sent.Day, Count = (int)number.Count });
            sums += new SendSums(0, 0, person.MayBeContacted ? 0 : number.Count, person.Promise.Beyond(person.Sent + number.Count) - person.Promise.Beyond(person.Sent));
        }

        await WriteAsync(db, sent, counts, sums);
        if (also is not null && !await also(db, sums))
        {
            return (SendSums?)null;
        }

        await transaction.CommitAsync();
        return sums;
    }

    private static async Task WriteAsync(DashboardDbContext db, SentMessages sent, List<SendCount> counts, SendSums sums)
    {
        using (var table = new TableWriter<SendCount>(db))
        {
            await table.InsertAsync(await table.AddAsync(counts, nameof(SendCount.Count)));
        }

        foreach (var some in counts.Select(count => count.SubscriberId).Chunk(RecipientQueries.Chunk))
        {
            await db.Subscribers.Where(s => some.Contains(s.Id) && s.LastSentAt < sent.At).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSentAt, sent.At));
        }

        var (sender, channel, type, day) = (sent.SenderId, sent.Channel, sent.MessageType, sent.Day);
        var known = await db.SendTotals.Where(t => t.SenderId == sender && t.Channel == channel && t.MessageType == type && t.Day == day).ExecuteUpdateAsync(set => set
            .SetProperty(t => t.Messages, t => t.Messages + sums.Messages)
            .SetProperty(t => t.ToUnknown, t => t.ToUnknown + sums.ToUnknown)
            .SetProperty(t => t.WithoutPermission, t => t.WithoutPermission + sums.WithoutPermission)
            .SetProperty(t => t.OverPromise, t => t.OverPromise + sums.OverPromise));
        if (known == 0)
        {
            db.Add(new SendTotal
            {
                SenderId = sender,
                Channel = channel,
                MessageType = type,
                Day = day,
                Messages = sums.Messages,
                ToUnknown = sums.ToUnknown,
                WithoutPermission = sums.WithoutPermission,
                OverPromise = sums.OverPromise,
            });
            await db.SaveChangesAsync();
        }
    }

    private readonly record struct SentToIndex(byte[] Index, long Count);
}
