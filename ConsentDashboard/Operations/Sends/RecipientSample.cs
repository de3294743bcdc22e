using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Sends;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Sends;

internal readonly record struct SendCell(long SenderId, Channel Channel, MessageType MessageType);

/// <summary>What the people that were looked at got, in one cell.</summary>
internal sealed class CellFigures
{
    public long Messages { get; set; }

    public long People { get; set; }

    public long PeopleOver { get; set; }

    public long MostToOne { get; set; }
}

internal sealed class RecipientFigures
{
    private readonly Dictionary<SendCell, CellFigures> _cells = [];

    /// <summary>Everybody was looked at.</summary>
    public bool IsWhole { get; set; } = true;

    /// <summary>Those of one cell, to be read or added to.</summary>
    public CellFigures Of(SendCell cell) => _cells.TryGetValue(cell, out var found) ? found : _cells[cell] = new();
}

/// <summary>
/// What single people were sent: everybody where few are known, else people from all over the range of ids, so that the
/// cost does not grow with the table. The stretches are fixed: two looks at the same data say the same.
/// </summary>
internal sealed class RecipientSample(DashboardDbContext db)
{
    /// <summary>How many counts are read at most; about 50 bytes each.</summary>
    public const int MostRows = 40_000;

    private const int Stretches = 40;
    private const int RowsOfStretch = MostRows / Stretches;

    public async Task<RecipientFigures> ReadAsync(DateTime from, DateTime to, CancellationToken cancellation)
    {
        var figures = new RecipientFigures();
        var last = await db.LedgerHead.Select(h => h.LastSubscriberId).SingleAsync(cancellation);
        for (var stretch = 0; stretch < Stretches; stretch++)
        {
            var (above, upTo) = (last * stretch / Stretches, last * (stretch + 1) / Stretches);
            var rows = await Rows(db, above, upTo).ToListAsync(cancellation);
            if (rows.Count == RowsOfStretch)
            {
                // The last one may be there in part only.
                figures.IsWhole = false;
                var (first, cut) = (rows[0].SubscriberId, rows[^1].SubscriberId);
                rows.RemoveAll(row => row.SubscriberId == cut && cut != first);
            }

            foreach (var cell in rows.GroupBy(row => (row.SubscriberId, Cell: new SendCell(row.SenderId, row.Channel, row.MessageType))))
            {
                Add(figures.Of(cell.Key.Cell), [.. cell], from, to);
            }
        }

        return figures;
    }

    internal static IQueryable<CountRow> Rows(DashboardDbContext db, long above, long upTo) =>
        from n in db.SendCounts.Where(n => n.SubscriberId > above && n.SubscriberId <= upTo)
            .OrderBy(n => n.SubscriberId).ThenBy(n => n.SenderId).ThenBy(n => n.Channel).ThenBy(n => n.MessageType).ThenBy(n => n.Day).Take(RowsOfStretch)
        from c in db.Consents.Where(c => c.SubscriberId == n.SubscriberId && c.SenderId == n.SenderId && c.Kind == ConsentKind.Contact && c.Channel == n.Channel && c.MessageType == n.MessageType).DefaultIfEmpty()
        from v in db.NoticeVersions.Where(v => v.Id == c.NoticeVersionId).DefaultIfEmpty()
        select new CountRow
        {
            SubscriberId = n.SubscriberId,
            SenderId = n.SenderId,
            Channel = n.Channel,
            MessageType = n.MessageType,
            Day = n.Day,
            Count = n.Count,
            PromisedCount = (int?)v.FrequencyCount ?? 0,
            PromisedPeriod = (FrequencyPeriod?)v.FrequencyPeriod ?? FrequencyPeriod.None,
        };

    private static void Add(CellFigures figures, IReadOnlyList<CountRow> rows, DateTime from, DateTime to)
    {
        var sent = rows.Where(row => row.Day >= from && row.Day <= to).Sum(row => (long)row.Count);
        if (sent == 0)
        {
            return;
        }

        var promise = new FrequencyPromise(rows[0].PromisedCount, rows[0].PromisedPeriod);
        figures.Messages += sent;
        figures.People++;
        figures.MostToOne = Math.Max(figures.MostToOne, sent);
        figures.PeopleOver += promise.IsBrokenBy([.. rows.Select(row => (row.Day, row.Count))], from, to) ? 1 : 0;
    }

    internal sealed class CountRow
    {
        public long SubscriberId { get; init; }

        public long SenderId { get; init; }

        public Channel Channel { get; init; }

        public MessageType MessageType { get; init; }

        public DateTime Day { get; init; }

        public int Count { get; init; }

        public int PromisedCount { get; init; }

        public FrequencyPeriod PromisedPeriod { get; init; }
    }
}
