using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Data;

public sealed class PrecisionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Times_come_back_as_UTC_to_the_millisecond(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        database.Clock.Advance(TimeSpan.FromTicks(1234567));
        var subscriber = A.Subscriber(database);
        (subscriber.LastSentAt, subscriber.RestrictedAt, subscriber.ErasedAt) = (Times.NotYet, Times.Never, null);
        await SaveAsync(database, subscriber);

        await using var db = database.Open();
        var read = await db.Subscribers.SingleAsync(Cancellation);

        Assert.Equal(new DateTime(2026, 6, 1, 0, 0, 0, 123, DateTimeKind.Utc), read.FirstSeenAt);
        Assert.Equal(DateTimeKind.Utc, read.FirstSeenAt.Kind);
        Assert.Equal((Times.NotYet, Times.Never, null), (read.LastSentAt, read.RestrictedAt, read.ErasedAt));
        Assert.Equal(DateTimeKind.Utc, read.RestrictedAt!.Value.Kind);
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Times_compare_in_the_database(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (early, late) = (A.Subscriber(database, 1), A.Subscriber(database, 2));
        late.LastActivityAt = early.LastActivityAt.AddMilliseconds(1);
        await SaveAsync(database, early, late);

        await using var db = database.Open();

        Assert.Equal([2], await db.Subscribers.Where(s => s.LastActivityAt > early.LastActivityAt).Select(s => s.Id).ToListAsync(Cancellation));
        Assert.Equal([1, 2], await db.Subscribers.OrderBy(s => s.LastActivityAt).Select(s => s.Id).ToListAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Public_ids_of_all_bits_come_back_and_are_found(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (lowest, highest) = (A.Sender(database, "Low"), A.Sender(database, "High"));
        (lowest.PublicId, highest.PublicId) = (new(long.MinValue), new(-1));
        await SaveAsync(database, lowest, highest);

        await using var db = database.Open();

        Assert.Equal("Low", (await db.Senders.SingleAsync(s => s.PublicId == new PublicId(long.MinValue), Cancellation)).Name);
        Assert.Equal("High", (await db.Senders.SingleAsync(s => s.PublicId == new PublicId(-1), Cancellation)).Name);
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Event_keys_sort_by_the_time_in_them(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var keys = Enumerable.Range(0, 40).Select(n => Guid.CreateVersion7(database.Clock.GetUtcNow().AddMilliseconds(n * 7_777))).ToArray();
        var events = keys.Index().OrderBy(k => (k.Index * 17) % 40).Select((k, n) =>
        {
            var row = A.Event(database, n + 1, seq: n + 1);
            row.EventKey = k.Item;
            return row;
        });
        await SaveAsync(database, [A.Subscriber(database), .. events]);

        await using var db = database.Open();

        Assert.Equal(keys, await db.ConsentEvents.OrderBy(e => e.EventKey).Select(e => e.EventKey).ToListAsync(Cancellation));
        Assert.Equal(keys[7], (await db.ConsentEvents.SingleAsync(e => e.EventKey == keys[7], Cancellation)).EventKey);
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Text_keys_compare_letter_by_letter(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var sender = A.Sender(database);
        await SaveAsync(database, sender);
        await SaveAsync(database, [.. new[] { "b", "B", "a", "é", "A" }.Select(text => new SenderAddress { SenderId = sender.Id, Source = "sms", Address = text })]);

        await using var db = database.Open();

        Assert.Equal(["A", "B", "a", "b", "é"], await db.SenderAddresses.OrderBy(a => a.Address).Select(a => a.Address).ToListAsync(Cancellation));
        Assert.Equal(1, await db.SenderAddresses.CountAsync(a => a.Address == "a", Cancellation));
    }

    private static async Task SaveAsync(TestDatabase database, params object[] rows)
    {
        await using var db = database.Open();
        db.AddRange(rows);
        await db.SaveChangesAsync(Cancellation);
    }
}
