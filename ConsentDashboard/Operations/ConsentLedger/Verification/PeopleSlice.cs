using ConsentDashboard.Data;
using ConsentDashboard.Data.Reading;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Subscribers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>Some subscribers with all that is checked of them, each list by subscriber, events by their place in the chain.</summary>
/// <param name="Generation">How many index keys are in force.</param>
internal sealed record PeopleSlice(List<Subscriber> People, List<(ConsentEvent Event, Evidence? Proof)> Events, List<Consent> Cells, int Generation)
{
    /// <summary>Reads subscribers by a range of ids, and of their events those that the head knows.</summary>
    public static Task<PeopleSlice> ReadAsync(IDbContextFactory<DashboardDbContext> contexts, long first, long last, LedgerHead head, CancellationToken cancellation) => contexts.ReadAsync(
        async db =>
        {
            var (people, events, proofs, cells) = (TableRows<Subscriber>.Of(db), TableRows<ConsentEvent>.Of(db), TableRows<Evidence>.Of(db), TableRows<Consent>.Of(db));
            var generation = await db.LedgerHead.Select(h => h.IndexGeneration).SingleAsync(cancellation);
            (string, long)[] range = [("first", first), ("last", Math.Min(last, head.LastSubscriberId))];
            return new PeopleSlice(
                await db.ReadAsync(PeopleText(db), range, reader => people.Read(reader), cancellation),
                await db.ReadAsync(EventsText(db), [.. range, ("lastEvent", head.LastEventId)], reader => (events.Read(reader), proofs.ReadJoined(reader, events.Count)), cancellation),
                await db.ReadAsync(CellsText(db), range, reader => cells.Read(reader), cancellation),
                generation);
        },
        cancellation);

    /// <summary>The rows of each; those of a subscriber who is not there belong to nobody, and are left out.</summary>
    public IEnumerable<(Subscriber Person, List<(ConsentEvent Event, Evidence? Proof)> Events, List<Consent> Cells)> ByPerson()
    {
        var (events, cells) = (0, 0);
        foreach (var person in People)
        {
            yield return (person, Take(Events, row => row.Event.SubscriberId, person.Id, ref events), Take(Cells, cell => cell.SubscriberId, person.Id, ref cells));
        }
    }

    private static List<T> Take<T>(List<T> rows, Func<T, long> owner, long id, ref int next)
    {
        while (next < rows.Count && owner(rows[next]) < id)
        {
            next++;
        }

        var first = next;
        while (next < rows.Count && owner(rows[next]) == id)
        {
            next++;
        }

        return rows.GetRange(first, next - first);
    }

    internal static string PeopleText(DashboardDbContext db) =>
        $"SELECT {TableRows<Subscriber>.Of(db).Columns("s")} FROM \"Subscribers\" AS s WHERE s.\"Id\" BETWEEN @first AND @last ORDER BY s.\"Id\"";

    internal static string EventsText(DashboardDbContext db) =>
        $"""
        SELECT {TableRows<ConsentEvent>.Of(db).Columns("e")}, {TableRows<Evidence>.Of(db).Columns("p")}
        FROM "ConsentEvents" AS e LEFT JOIN "Evidence" AS p ON p."EventId" = e."Id"
        WHERE e."SubscriberId" BETWEEN @first AND @last AND e."Id" <= @lastEvent
        ORDER BY e."SubscriberId", e."Seq"
        """;

    internal static string CellsText(DashboardDbContext db) =>
        $"SELECT {TableRows<Consent>.Of(db).Columns("c")} FROM \"Consents\" AS c WHERE c.\"SubscriberId\" BETWEEN @first AND @last ORDER BY c.\"SubscriberId\"";
}
