using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Operations.Sends;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>
/// What the demo company sent of late: offers by SMS, to a bounded number of people from all over the list, however long it
/// is. Most get less than was promised, a few more, and now and then somebody who has withdrawn.
/// </summary>
internal sealed class DemoSends(DashboardDbContext db, DateTime end, int seed)
{
    private const int MostPeople = 1500;
    private const int Chunk = 500;
    private const int Days = SendDays.Kept - 1;

    private readonly DemoRandom _random = new(seed, long.MaxValue - 3);

    public async Task WriteAsync(DemoCompany company, CancellationToken cancellation)
    {
        List<SendCount> counts = [];
        List<SendTotal> totals = [];
        var ids = await SomeAsync(cancellation);
        foreach (var sender in new[] { company.Shop, company.Brand })
        {
            var campaigns = Campaigns();
            foreach (var some in ids.Chunk(Chunk))
            {
                foreach (var person in await Recipients(sender.Sender.Id, some).ToListAsync(cancellation))
                {
                    counts.AddRange(Sent(person, campaigns, sender.Sender.Id));
                }
            }

            totals.AddRange(campaigns.Values.Where(total => total.Messages > 0));
        }

        await StoreAsync(counts, totals, cancellation);
    }

    private async Task<List<long>> SomeAsync(CancellationToken cancellation)
    {
        var last = await db.LedgerHead.Select(h => h.LastSubscriberId).SingleAsync(cancellation);
        var step = Math.Max(1, last / MostPeople);
        return [.. Enumerable.Range(0, (int)Math.Min(last, MostPeople)).Select(place => (place * step) + 1)];
    }

    private IQueryable<DemoRecipient> Recipients(long sender, long[] some) =>
        from c in db.Consents
        join v in db.NoticeVersions on c.NoticeVersionId equals v.Id
        where some.Contains(c.SubscriberId) && c.SenderId == sender && c.Kind == ConsentKind.Contact && c.Channel == Channel.Sms && c.MessageType == MessageType.Promotional
            && (c.State == ConsentState.Given || c.State == ConsentState.Withdrawn)
        orderby c.SubscriberId
        select new DemoRecipient(c.SubscriberId, c.State == ConsentState.Given, c.GivenAt, new FrequencyPromise(v.FrequencyCount, v.FrequencyPeriod));

    // About every fifth day, and twice as often where somebody forgot what was promised: the last weeks before the end.
    private Dictionary<DateTime, SendTotal> Campaigns()
    {
        Dictionary<DateTime, SendTotal> days = [];
        for (var back = Days; back >= 1; back -= _random.Between(back < 12 ? 2 : 4, back < 12 ? 4 : 7))
        {
            days[end.AddDays(-back)] = new() { Day = end.AddDays(-back), Channel = Channel.Sms, MessageType = MessageType.Promotional };
        }

        return days;
    }

    private IEnumerable<SendCount> Sent(DemoRecipient person, Dictionary<DateTime, SendTotal> campaigns, long sender)
    {
        var (isPestered, isWronged) = (_random.Chance(0.03), _random.Chance(0.02));
        List<(DateTime Day, int Count)> before = [];
        foreach (var (day, total) in campaigns)
        {
            total.SenderId = sender;
            var reaches = person.IsGiven ? day > person.GivenAt && _random.Chance(0.8) : isWronged && _random.Chance(0.1);
            if (!reaches)
            {
                continue;
            }

            var count = isPestered && _random.Chance(0.6) ? 3 : 1;
            var known = before.Where(sent => sent.Day >= person.Promise.FirstDay(day)).Sum(sent => (long)sent.Count);
            before.Add((day, count));
            var unknown = _random.Chance(0.01) ? 1 : 0;
            total.Messages += count + unknown;
            total.ToUnknown += unknown;
            total.WithoutPermission += person.IsGiven ? 0 : count;
            total.OverPromise += person.IsGiven ? person.Promise.Beyond(known + count) - person.Promise.Beyond(known) : 0;
            yield return new() { SubscriberId = person.SubscriberId, SenderId = sender, Channel = Channel.Sms, MessageType = MessageType.Promotional, Day = day, Count = count };
        }
    }

    private async Task StoreAsync(List<SendCount> counts, List<SendTotal> totals, CancellationToken cancellation) => await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        using var countRows = new TableWriter<SendCount>(db);
        using var totalRows = new TableWriter<SendTotal>(db);
        await countRows.InsertAsync([.. counts.OrderBy(count => count.SubscriberId)], cancellation);
        await totalRows.InsertAsync(totals, cancellation);
        foreach (var sameDay in counts.GroupBy(count => count.SubscriberId).GroupBy(all => all.Max(count => count.Day), all => all.Key))
        {
            foreach (var some in sameDay.Chunk(RecipientQueries.Chunk))
            {
                await db.Subscribers.Where(s => some.Contains(s.Id)).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSentAt, sameDay.Key), cancellation);
            }
        }

        await transaction.CommitAsync(cancellation);
    });

    private sealed record DemoRecipient(long SubscriberId, bool IsGiven, DateTime GivenAt, FrequencyPromise Promise);
}
