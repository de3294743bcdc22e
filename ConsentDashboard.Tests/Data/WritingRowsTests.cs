using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Data;

public sealed class WritingRowsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Inserted_rows_read_back_as_they_were(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (full, bare) = (Full(database, 1), Bare(database, 2));
        var (first, second) = (A.Event(database, 1), A.Event(database, 2, seq: 2));
        (first.RefersTo, first.SenderId, first.Language, first.EvidenceDigest, first.Outcome) = (Guid.CreateVersion7(), 5, "ru", new byte[32], 0x20);

        await InTransactionAsync(database, async db =>
        {
            await InsertAsync(db, full, bare);
            await InsertAsync(db, first, second);
        });

        await AssertStoredAsync(database, full, bare);
        await AssertStoredAsync(database, first, second);
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Many_rows_read_back_as_they_were(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var rows = Enumerable.Range(1, 450).Select(n => n % 2 == 0 ? Bare(database, n) : Full(database, n)).ToArray();

        await InTransactionAsync(database, db => InsertAsync(db, rows));

        await AssertStoredAsync(database, rows);
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Updated_rows_read_back_as_they_are_now(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        Subscriber[] rows = [Full(database, 1), Bare(database, 2)];
        await InTransactionAsync(database, db => InsertAsync(db, rows));
        Subscriber[] changed = [Bare(database, 1), Full(database, 2), Full(database, 3)];

        var updated = 0;
        await InTransactionAsync(database, async db =>
        {
            using var writer = new TableWriter<Subscriber>(db);
            updated = await writer.UpdateAsync(changed, Cancellation);
        });

        Assert.Equal(2, updated);
        await AssertStoredAsync(database, changed[..2]);
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task The_database_gives_out_the_keys_that_are_its_own(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);

        await InTransactionAsync(database, db => InsertAsync(db, A.Sender(database, "North"), A.Sender(database, "South")));

        await using var context = database.Open();
        Assert.Equal(["North", "South"], await context.Senders.OrderBy(s => s.Id).Select(s => s.Name).ToListAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Nothing_stays_of_a_transaction_that_is_not_committed(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = database.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
            await InsertAsync(db, Full(database, 1));
        }

        await using var context = database.Open();
        Assert.False(await context.Subscribers.AnyAsync(Cancellation));
    }

    [Fact]
    public async Task Rows_are_written_inside_a_transaction_only()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Open();

        Assert.Throws<InvalidOperationException>(() => new TableWriter<Subscriber>(db));
    }

    private static Subscriber Full(TestDatabase database, int id)
    {
        var row = A.Subscriber(database, id);
        (row.ExternalRef, row.Standing, row.IsHeld, row.CollectionPointId) = ($"Клиент {id}", Standing.Contactable, true, 9);
        (row.RestrictedAt, row.ErasedAt, row.Version, row.HeadSeq) = (database.Now.AddMilliseconds(id), Times.Never, 3, 4);
        return row;
    }

    private static Subscriber Bare(TestDatabase database, int id) => new()
    {
        Id = id,
        PublicId = PublicId.Create(),
        HeadHash = new byte[32],
        FirstSeenAt = database.Now,
        LastActivityAt = Times.NotYet,
        Standing = Standing.Erased,
    };

    private static Task InTransactionAsync(TestDatabase database, Func<DashboardDbContext, Task> work)
    {
        var db = database.Open();
        return db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using (db)
            {
                await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
                await work(db);
                await transaction.CommitAsync(Cancellation);
            }
        });
    }

    private static async Task InsertAsync<T>(DashboardDbContext db, params T[] rows)
        where T : class
    {
        using var writer = new TableWriter<T>(db);
        await writer.InsertAsync(rows, Cancellation);
    }

    private static async Task AssertStoredAsync<T>(TestDatabase database, params T[] rows)
        where T : class
    {
        await using var db = database.Open();
        var type = db.Model.FindEntityType(typeof(T))!;
        var key = type.FindPrimaryKey()!.Properties.Single().GetGetter();
        var stored = (await db.Set<T>().AsNoTracking().ToListAsync(Cancellation)).ToDictionary(row => key.GetClrValue(row)!);

        Assert.Equal(rows.Length, stored.Count);
        Assert.All(rows, row => Assert.All(type.GetProperties(), property =>
            Assert.Equal(property.GetGetter().GetClrValue(row), property.GetGetter().GetClrValue(stored[key.GetClrValue(row)!]))));
    }
}
