using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Subscribers;

/// <summary>What a person does with her phone shows that the number is in use; nothing more is kept of it.</summary>
public sealed class RecordingActivityTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task The_latest_time_of_whoever_is_known_remains_and_nobody_becomes_known(DatabaseProvider provider)
    {
        await using var room = await RetentionRoom.CreateAsync(provider);
        await room.OptInAsync(1, 2);
        var (here, agreed) = (room.Here, room.Here.Database.Now);
        here.Database.Clock.Advance(TimeSpan.FromDays(100));
        var now = here.Database.Now;

        var known = await here.Get<RecordActivity>().OfNumbersAsync(
            [new(here.Number(1), now.AddDays(-2)), new(here.Number(1), now.AddDays(-40)), new(here.Number(2), agreed.AddDays(-1)), new(here.Number(7), now)], Cancellation);

        Assert.Equal(2, known.Value);
        Assert.Equal((now.AddDays(-2), agreed), ((await room.PersonAsync(1)).LastActivityAt, (await room.PersonAsync(2)).LastActivityAt));
        await using var db = here.Open();
        Assert.Equal((2, 2), (await db.Subscribers.CountAsync(Cancellation), await db.ConsentEvents.CountAsync(Cancellation)));
    }

    [Fact]
    public async Task A_clock_that_runs_ahead_elsewhere_keeps_nobody_longer()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync(1);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(1));

        await room.Here.Get<RecordActivity>().OfNumbersAsync([new(room.Here.Number(1), room.Here.Database.Now.AddYears(5))], Cancellation);

        Assert.Equal(room.Here.Database.Now, (await room.PersonAsync(1)).LastActivityAt);
    }

    [Fact]
    public async Task Of_somebody_erased_nothing_is_remembered()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync(1);
        var (person, before) = (await room.PersonAsync(1), room.Here.Database.Now);
        await room.RecordAsync(new() { SubscriberId = person.Id, Type = ConsentEventType.Erased, Source = Source.System, OccurredAt = before, Actor = Actor.System("test") });
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(1));

        await room.Here.Get<RecordActivity>().OfPersonAsync(person.Id, room.Here.Database.Now);

        await using var db = room.Here.Open();
        Assert.True(await db.Subscribers.AnyAsync(s => s.Id == person.Id && s.LastActivityAt <= before, Cancellation));
    }

    [Fact]
    public async Task While_keys_are_rotated_it_is_refused_because_nobody_would_be_found()
    {
        await using var here = await Installation.CreateAsync();
        await using (var db = here.Open())
        {
            await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), Cancellation);
        }

        Assert.Equal(LedgerErrors.Maintenance, (await here.Get<RecordActivity>().OfNumbersAsync([new(here.Number(1), here.Database.Now)], Cancellation)).Error);
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Whoever_clicked_between_the_preview_and_the_run_stays(DatabaseProvider provider)
    {
        await using var room = await RetentionRoom.CreateAsync(provider);
        await room.OptInAsync(1, 2);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(200));
        var run = await room.PreviewAsync(RetentionRoom.InactiveFor(6));
        await room.Here.Get<RecordActivity>().OfNumbersAsync([new(room.Here.Number(2), room.Here.Database.Now)], Cancellation);

        var done = await room.RunAsync(run);

        Assert.Equal((2, 1, 1), (done.Total, done.Cleaned, done.NoLongerDue));
        Assert.NotNull((await room.PersonAsync(2)).Cipher);
    }
}
