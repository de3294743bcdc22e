using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Requests;

public sealed class ErasingWhileHoldsArePlacedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_granted_erasure_waits_for_the_hold_and_contact_does_not()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        var id = await desk.EnterAsync(RequestKind.Erasure);
        await desk.RecogniseAsync(id);
        await using var db = desk.Here.Open();
        db.Add(new HoldOrder { PublicId = PublicId.Create(), Status = JobStatus.Failed, CreatedAt = desk.Here.Database.Now, CreatedBy = Staff.Officer.Key, CreatedByName = Staff.Officer.Name });
        await db.SaveChangesAsync(Token);

        Assert.Equal(LedgerErrors.HoldBeingPlaced, (await desk.CloseAsync(id, RequestOutcome.Granted)).Error);

        var waiting = await desk.FindAsync(id);
        Assert.True(waiting is { Status: not RequestStatus.Closed, NumberCipher: not null, DetailsCipher: not null });
        Assert.Null((await db.Subscribers.AsNoTracking().SingleAsync(Token)).ErasedAt);
        Assert.Equal([ConsentState.Withdrawn], await db.Consents.Select(c => c.State).Distinct().ToListAsync(Token));

        await db.HoldOrders.ExecuteUpdateAsync(set => set.SetProperty(o => o.Status, JobStatus.Cancelled), Token);
        Assert.Null((await desk.CloseAsync(id, RequestOutcome.Granted)).Error);
        Assert.NotNull((await db.Subscribers.AsNoTracking().SingleAsync(Token)).ErasedAt);
    }
}
