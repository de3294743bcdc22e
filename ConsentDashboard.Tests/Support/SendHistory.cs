using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Sends;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Support;

/// <summary>Some messages to one number on one day.</summary>
public sealed record SentOnDay(int Number, bool ByBank, int CellIndex, int DaysBack, int Count);

/// <summary>What the wordings of both senders promise, and what was sent.</summary>
public sealed record SendHistory(FrequencyPromise Shop, FrequencyPromise Bank, SentOnDay[] Sent)
{
    private static readonly Gen<FrequencyPromise> Promise = Gen.Select(Gen.Int[0, 6], Gen.Enum<FrequencyPeriod>(), (count, period) => new FrequencyPromise(count, period));

    private static readonly Gen<SentOnDay> Day = Gen.Select(
        Gen.Int[1, History.Numbers], Gen.Bool, Gen.Int[0, Cells.Count - 1], Gen.Int[0, 35], Gen.Int[1, 4], (number, bank, cell, back, count) => new SentOnDay(number, bank, cell, back, count));

    public static readonly Gen<SendHistory> Any = Gen.Select(Promise, Promise, Day.Array[0, 120], (shop, bank, sent) => new SendHistory(shop, bank, sent));

    public async Task PlayAsync(Installation here)
    {
        await using var db = here.Open();
        await PromiseAsync(here.ShopNotice.Id, Shop);
        await PromiseAsync(here.BankNotice.Id, Bank);
        var known = await db.Subscribers.OrderBy(s => s.Id).Select(s => s.Id).ToListAsync();
        foreach (var same in Sent.Where(sent => sent.Number <= known.Count).GroupBy(sent => sent with { Count = 0 }))
        {
            db.Add(new SendCount
            {
                SubscriberId = known[same.Key.Number - 1],
                SenderId = same.Key.ByBank ? here.Bank.Id : here.Shop.Id,
                Channel = Cells.ChannelOf(same.Key.CellIndex),
                MessageType = Cells.TypeOf(same.Key.CellIndex),
                Day = SendDays.DayOf(here.Database.Now).AddDays(-same.Key.DaysBack),
                Count = same.Sum(sent => sent.Count),
            });
        }

        await db.SaveChangesAsync();

        Task PromiseAsync(long version, FrequencyPromise promise) => db.NoticeVersions.Where(v => v.Id == version)
            .ExecuteUpdateAsync(set => set.SetProperty(v => v.FrequencyCount, promise.Count).SetProperty(v => v.FrequencyPeriod, promise.Period));
    }
}
