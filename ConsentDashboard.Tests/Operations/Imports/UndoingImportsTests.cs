using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
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
}
