using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Imports;

public sealed class UndoingImportsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_the_batch_gave_is_taken_back_and_later_acts_win(DatabaseProvider provider)
    {
        await using var room = await ImportRoom.CreateAsync(provider);
        var here = room.Here;
        await here.Ledger.RecordAsync(here.OptIn(2, at: here.Database.Now.AddDays(-300)));
        await here.Ledger.RecordAsync(here.OptIn(5));
        var batch = await room.ImportAsync(ImportRoom.Row(1, 1), ImportRoom.Row(2, 2), ImportRoom.Row(3, 3), ImportRoom.Row(4, 4), ImportRoom.Unsubscribed(5, 5));
        here.Database.Clock.Advance(TimeSpan.FromHours(1));
        await here.Ledger.RecordAsync(here.OptIn(3));
        await here.Ledger.RecordAsync(here.Stop(4));

        batch = await room.UndoAsync(batch);

        Assert.Equal((JobStatus.Undone, ImportRoom.Staff.Key, here.Database.Now), (batch.Status, batch.UndoneBy, batch.UndoneAt));
        Assert.Equal(
            [ConsentState.Invalidated, ConsentState.Given, ConsentState.Given, ConsentState.Withdrawn, ConsentState.Withdrawn],
            await Task.WhenAll(Enumerable.Range(1, 5).Select(phone => room.StateAsync(phone))));
        var counts = ImportCounts.Parse(batch.RunCounts);
        Assert.Equal((2, 1, 2), (counts.Undone, counts.Restored, counts.Left));
        await using var db = here.Open();
        var renewed = await db.Consents.SingleAsync(c => c.SubscriberId == 1, Cancellation);
        Assert.Equal(here.Database.Now.AddHours(-1).AddDays(-300), renewed.GivenAt);
        Assert.True((await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Cancellation)).Holds);
    }

    [Fact]
    public async Task Undoing_it_again_changes_nothing()
    {
        await using var room = await ImportRoom.CreateAsync();
        var batch = await room.UndoAsync(await room.ImportAsync(ImportRoom.Row(1, 1)));

        Assert.Equal(ImportErrors.WrongStage, (await room.Here.Get<UndoImport>().ExecuteAsync(new(batch.PublicId, "again"), ImportRoom.Staff, Cancellation)).Error);
        Assert.Equal(ImportErrors.NoReason, (await room.Here.Get<UndoImport>().ExecuteAsync(new(batch.PublicId, " "), ImportRoom.Staff, Cancellation)).Error);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Of_two_lists_that_are_both_taken_back_the_older_first_nothing_remains(DatabaseProvider provider)
    {
        await using var room = await ImportRoom.CreateAsync(provider);
        var older = await room.ImportAsync(ImportRoom.Row(1, 1, daysAgo: 300));
        var newer = await room.ImportAsync(ImportRoom.Row(1, 1));

        await room.UndoAsync(older);
        Assert.Equal(ConsentState.Given, await room.StateAsync(1));
        await room.UndoAsync(newer);

        await AssertNothingRemainsAsync(room);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Of_two_lists_that_are_both_taken_back_the_newer_first_nothing_remains(DatabaseProvider provider)
    {
        await using var room = await ImportRoom.CreateAsync(provider);
        var older = await room.ImportAsync(ImportRoom.Row(1, 1, daysAgo: 300));
        var newer = await room.ImportAsync(ImportRoom.Row(1, 1));

        await room.UndoAsync(newer);
        Assert.Equal(ConsentState.Given, await room.StateAsync(1));
        older = await room.UndoAsync(older);

        await AssertNothingRemainsAsync(room);
        Assert.Equal(1, ImportCounts.Parse(older.RunCounts).Undone);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_she_gave_herself_before_both_lists_is_given_again(bool olderFirst)
    {
        await using var room = await ImportRoom.CreateAsync();
        await room.Here.Ledger.RecordAsync(room.Here.OptIn(1, at: room.Here.Database.Now.AddDays(-350)));
        var older = await room.ImportAsync(ImportRoom.Row(1, 1, daysAgo: 300));
        var newer = await room.ImportAsync(ImportRoom.Row(1, 1));

        await room.UndoAsync(olderFirst ? older : newer);
        await room.UndoAsync(olderFirst ? newer : older);

        await using var db = room.Here.Open();
        var cell = await db.Consents.SingleAsync(Cancellation);
        Assert.Equal((ConsentState.Given, room.Here.Database.Now.AddDays(-350)), (cell.State, cell.GivenAt));
        Assert.True((await room.Here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Cancellation)).Holds);
    }

    private static async Task AssertNothingRemainsAsync(ImportRoom room)
    {
        Assert.Equal(ConsentState.Invalidated, await room.StateAsync(1));
        Assert.NotEqual(DecisionReasons.None, await room.Here.Get<DecideOne>().ExecuteAsync(room.Here.Number(1), new(room.Here.Shop.Id, Channel.Sms, MessageType.Promotional), Cancellation));
        Assert.True((await room.Here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Cancellation)).Holds);
    }
}
