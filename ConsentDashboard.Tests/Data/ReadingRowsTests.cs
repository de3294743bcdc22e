using ConsentDashboard.Data;
using ConsentDashboard.Data.Reading;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ConsentDashboard.Tests.Data;

public sealed class ReadingRowsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Rows_are_read_as_Entity_Framework_reads_them(DatabaseProvider provider)
    {
        await using var database = await FilledAsync(provider);
        await using var db = database.Open();
        await db.Database.OpenConnectionAsync(Cancellation);

        await AssertSameAsync(db, TableRows<Subscriber>.Of(db).Read);
        await AssertSameAsync(db, TableRows<ConsentEvent>.Of(db).Read);
        await AssertSameAsync(db, TableRows<Evidence>.Of(db).Read);
        await AssertSameAsync(db, TableRows<Consent>.Of(db).Read);
    }

    /// <summary>The way of any other database than SQLite, here on SQLite, where it can be run.</summary>
    [Fact]
    public async Task Rows_are_the_same_through_any_reader()
    {
        await using var database = await FilledAsync(DatabaseProvider.Sqlite);
        await using var db = database.Open();
        await db.Database.OpenConnectionAsync(Cancellation);

        await AssertSameAsync(db, RowReading.Compile<Subscriber>([.. Properties<Subscriber>(db)], new()));
        await AssertSameAsync(db, RowReading.Compile<ConsentEvent>([.. Properties<ConsentEvent>(db)], new()));
        await AssertSameAsync(db, RowReading.Compile<Evidence>([.. Properties<Evidence>(db)], new()));
        await AssertSameAsync(db, RowReading.Compile<Consent>([.. Properties<Consent>(db)], new()));
    }

    [Fact]
    public void Every_column_can_be_read_from_SQL_Server()
    {
        using var db = SqlServerSchema.Context();

        // SQLite's own way refuses the times of SQL Server.
        Assert.Null(Record.Exception(() => (TableRows<Subscriber>.Of(db), TableRows<ConsentEvent>.Of(db), TableRows<Evidence>.Of(db), TableRows<Consent>.Of(db))));
    }

    [Fact]
    public async Task What_an_outer_join_does_not_find_is_null()
    {
        await using var database = await FilledAsync(DatabaseProvider.Sqlite);
        await using var db = database.Open();
        await db.Database.OpenConnectionAsync(Cancellation);
        var (events, proofs) = (TableRows<ConsentEvent>.Of(db), TableRows<Evidence>.Of(db));

        var rows = await db.ReadAsync(
            $"SELECT {events.Columns("e")}, {proofs.Columns("p")} FROM \"ConsentEvents\" AS e LEFT JOIN \"Evidence\" AS p ON p.\"EventId\" = e.\"Id\" WHERE e.\"Id\" <= @last ORDER BY e.\"Id\"",
            [("last", 2)],
            reader => (events.Read(reader), proofs.ReadJoined(reader, events.Count)?.EventId),
            Cancellation);

        Assert.Equal([(1, 1L), (2, null)], rows.Select(row => (row.Item1.Id, row.Item2)));
    }

    private static async Task<TestDatabase> FilledAsync(DatabaseProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Open();
        var (full, first, second) = (A.Subscriber(database), A.Event(database), A.Event(database, 2, seq: 2));
        (full.ExternalRef, full.Standing, full.IsHeld, full.CollectionPointId, full.ErasedAt) = ("Клиент 1", Standing.Contactable, true, 9, Times.Never);
        (first.RefersTo, first.SenderId, first.Language, first.EvidenceDigest, first.Outcome) = (Guid.CreateVersion7(), 5, "ru", new byte[32], 0x20);
        db.Subscribers.AddRange(full, new() { Id = 2, PublicId = PublicId.Create(), HeadHash = new byte[32], FirstSeenAt = database.Now, LastActivityAt = Times.NotYet });
        await db.SaveChangesAsync(Cancellation);
        db.ConsentEvents.AddRange(first, second);
        await db.SaveChangesAsync(Cancellation);
        db.Evidence.Add(new() { EventId = 1, Salt = new byte[32], Cipher = [1, 2, 3] });
        db.Consents.Add(new() { SubscriberId = 1, SenderId = 5, Kind = ConsentKind.Contact, Channel = Channel.Call, MessageType = MessageType.Promotional, State = ConsentState.Given, StateAt = database.Now });
        await db.SaveChangesAsync(Cancellation);
        return database;
    }

    private static IEnumerable<IProperty> Properties<T>(DashboardDbContext db) => db.Model.FindEntityType(typeof(T))!.GetProperties();

    private static async Task AssertSameAsync<T>(DashboardDbContext db, Func<System.Data.Common.DbDataReader, int, T> read)
        where T : class, new()
    {
        var type = db.Model.FindEntityType(typeof(T))!;
        var key = $"a.\"{type.FindPrimaryKey()!.Properties[0].GetColumnName()}\"";

        // A column before the row's own shows that places are counted from its first.
        var rows = await db.ReadAsync($"SELECT {key}, {TableRows<T>.Of(db).Columns("a")} FROM \"{type.GetTableName()}\" AS a", [], reader => read(reader, 1), Cancellation);

        var expected = await db.Set<T>().AsNoTracking().ToListAsync(Cancellation);
        Assert.NotEmpty(rows);
        Assert.Equal(expected.Select(Values), rows.Select(Values));

        List<object?> Values(T row) => [.. type.GetProperties().Select(property => property.GetGetter().GetClrValue(row))];
    }
}
