using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Sends;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Sends;

/// <summary>What one sender promised and did, on one channel for one message type, over some days.</summary>
/// <param name="Sender">Its name.</param>
/// <param name="Promised">What its published wordings promise, each promise once, the strictest first; none: nothing is promised.</param>
/// <param name="Sums">All messages; exact.</param>
/// <param name="People">How many different people got something.</param>
/// <param name="MostToOne">The most that one person got.</param>
/// <param name="PeopleOver">How many got more than their own wording promised, on some day of those.</param>
/// <param name="IsEstimate">The figures of people are projected from a part of them: so many are known that not all can be looked at, and the most to one is the most of that part.</param>
public sealed record PromiseRow(
    long SenderId,
    string Sender,
    Channel Channel,
    MessageType MessageType,
    IReadOnlyList<FrequencyPromise> Promised,
    SendSums Sums,
    long People,
    long MostToOne,
    long PeopleOver,
    bool IsEstimate)
{
    /// <summary>Messages for each person who got something; 0 where nobody did.</summary>
    public double Average => People == 0 ? 0 : (double)(Sums.Messages - Sums.ToUnknown) / People;
}

/// <summary>What was sent on one day.</summary>
/// <param name="Day">UTC midnight.</param>
public sealed record SentDay(DateTime Day, long SenderId, Channel Channel, MessageType MessageType, SendSums Sums);

/// <param name="From">The first day, UTC midnight.</param>
/// <param name="To">The last day, UTC midnight.</param>
/// <param name="Rows">By sender's name, channel and type; also where something is promised and nothing was sent.</param>
/// <param name="Days">Each day on which something was sent, the oldest first.</param>
public sealed record PromiseReport(DateTime From, DateTime To, IReadOnlyList<PromiseRow> Rows, IReadOnlyList<SentDay> Days);

/// <summary>Promise and practice of the senders. Reads the totals by day as a whole, and of the counts of people a bounded part.</summary>
public sealed class PromiseReadings(IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock)
{
    /// <param name="days">How many, today included: at most 30, because the counts of people are not kept for longer.</param>
    /// <param name="sender">Only this one.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<PromiseReport> ReadAsync(int days, long? sender = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, FrequencyPromise.MostDays);
        var to = SendDays.DayOf(clock.UtcMilliseconds());
        var from = to.AddDays(1 - days);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var names = await db.Senders.Where(s => sender == null || s.Id == sender).ToDictionaryAsync(s => s.Id, s => s.Name, cancellation);
        var promised = await PromisedAsync(db, sender, cancellation);
        var totals = await Totals(db, from, to, sender).ToListAsync(cancellation);
        var people = await new RecipientSample(db).ReadAsync(from, to, cancellation);
        var sums = totals.GroupBy(t => new SendCell(t.SenderId, t.Channel, t.MessageType)).ToDictionary(same => same.Key, same => same.Aggregate(default(SendSums), (sum, t) => sum + SumsOf(t)));
        var rows = sums.Keys.Union(promised.Select(cell => cell.Key))
            .Select(cell => Row(names[cell.SenderId], cell, [.. promised[cell].Distinct().OrderBy(promise => (double)promise.Count / promise.Days)], sums.GetValueOrDefault(cell), people))
            .OrderBy(row => row.Sender, StringComparer.CurrentCulture).ThenBy(row => row.SenderId).ThenBy(row => row.Channel).ThenBy(row => row.MessageType);
        return new(from, to, [.. rows], [.. totals.OrderBy(t => t.Day).Select(t => new SentDay(t.Day, t.SenderId, t.Channel, t.MessageType, SumsOf(t)))]);
    }

    internal static IQueryable<SendTotal> Totals(DashboardDbContext db, DateTime from, DateTime to, long? sender) =>
        db.SendTotals.AsNoTracking().Where(t => (sender == null || t.SenderId == sender) && t.Day >= from && t.Day <= to);

    private static async Task<ILookup<SendCell, FrequencyPromise>> PromisedAsync(DashboardDbContext db, long? sender, CancellationToken cancellation)
    {
        var versions = await (
            from v in db.NoticeVersions
            join n in db.Notices on v.NoticeId equals n.Id
            where v.Status == NoticeStatus.Published && n.Kind == ConsentKind.Contact && (sender == null || n.SenderId == sender)
                && v.FrequencyCount > 0 && v.FrequencyPeriod != FrequencyPeriod.None
            select new { n.SenderId, v.Cells, Promise = new FrequencyPromise(v.FrequencyCount, v.FrequencyPeriod) }).ToListAsync(cancellation);
        return versions
            .SelectMany(v => v.Cells.Indexes().Select(index => (Cell: new SendCell(v.SenderId, Cells.ChannelOf(index), Cells.TypeOf(index)), v.Promise)))
            .ToLookup(pair => pair.Cell, pair => pair.Promise);
    }

    private static PromiseRow Row(string name, SendCell cell, IReadOnlyList<FrequencyPromise> promised, SendSums sums, RecipientFigures people)
    {
        var known = sums.Messages - sums.ToUnknown;
        var found = people.Of(cell);

        // Of so many messages in the part that was read, so many people; of all messages, as many more.
        var scale = people.IsWhole || found.Messages == 0 ? 1 : Math.Max(1, (double)known / found.Messages);
        return new(cell.SenderId, name, cell.Channel, cell.MessageType, promised, sums, (long)Math.Round(found.People * scale), found.MostToOne, (long)Math.Round(found.PeopleOver * scale), !people.IsWhole && known > 0);
    }

    private static SendSums SumsOf(SendTotal total) => new(total.Messages, total.ToUnknown, total.WithoutPermission, total.OverPromise);
}
