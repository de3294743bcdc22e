using ConsentDashboard.Components.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Holds;
using ConsentDashboard.Features.Holds.Orders;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Holds;

/// <summary>An installation with the feature, and a segment of those who agree to SMS.</summary>
internal sealed class HoldRoom : IAsyncDisposable
{
    private HoldRoom(Installation here) => Here = here;

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    public Installation Here { get; }

    public PublicId Segment { get; private set; }

    public static SegmentDefinition Agreed { get; } = new() { Root = new() { Conditions = [new() { Field = SegmentField.State, States = [ConsentState.Given] }] } };

    public static async Task<HoldRoom> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var room = new HoldRoom(await Installation.CreateAsync(provider, services =>
        {
            services.AddLocalization();
            services.AddSingleton<CellWords>();
            services.AddSingleton<SegmentSentences>();
            services.AddHolds();
        }));
        room.Segment = await room.AddSegmentAsync("The dispute", Agreed);
        return room;
    }

    public async Task<PublicId> AddSegmentAsync(string name, SegmentDefinition definition, string owner = "somebody", bool isShared = true)
    {
        await using var db = Here.Open();
        var segment = new Segment { PublicId = PublicId.Create(), Name = name, OwnedBy = owner, IsShared = isShared, CurrentVersion = 1, CreatedAt = Here.Database.Now, UpdatedAt = Here.Database.Now };
        db.Add(segment);
        await db.SaveChangesAsync(Token);
        db.Add(new SegmentVersion { SegmentId = segment.Id, Number = 1, Definition = definition.ToJson(), CreatedAt = Here.Database.Now });
        await db.SaveChangesAsync(Token);
        return segment.PublicId;
    }

    public async Task GiveAsync(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            Assert.False((await Here.Ledger.RecordAsync(Here.OptIn(number))).Failed);
        }
    }

    public Task<Result<PublicId>> TryToPlaceAsync(Actor? actor = null, PublicId? segment = null, string? reason = "case 12/26", DateTime? until = null) =>
        Here.Get<PlaceSegmentHold>().ExecuteAsync(new() { Segment = segment ?? Segment, Reason = reason, Until = until ?? Here.Database.Now.AddDays(90) }, actor ?? Staff.Officer, Token);

    public async Task<PublicId> PlaceAsync(PublicId? segment = null)
    {
        var placed = await TryToPlaceAsync(segment: segment);
        Assert.Null(placed.Error);
        return placed.Value;
    }

    public Task<bool> WorkAsync() => Here.Get<JobWorker<HoldOrder>>().WorkAsync(Token);

    public Task<Result> CancelAsync(PublicId order) => Here.Get<CancelHoldOrder>().ExecuteAsync(order, Staff.Officer, Token);

    public Task<Result> ResumeAsync(PublicId order) => Here.Get<ResumeHoldOrder>().ExecuteAsync(order, Staff.Officer, Token);

    public Task<Result> ReleaseAsync(PublicId order, string reason = "the case is closed") => Here.Get<ReleaseHoldOrder>().ExecuteAsync(new(order, reason), Staff.Officer, Token);

    public async Task<HoldOrder> OrderAsync(PublicId id)
    {
        await using var db = Here.Open();
        return await db.HoldOrders.AsNoTracking().SingleAsync(o => o.PublicId == id, Token);
    }

    public async Task<List<long>> HeldAsync()
    {
        await using var db = Here.Open();
        return await db.Subscribers.Where(s => s.IsHeld).OrderBy(s => s.Id).Select(s => s.Id).ToListAsync(Token);
    }

    public ValueTask DisposeAsync() => Here.DisposeAsync();
}
