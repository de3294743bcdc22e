using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Subscribers.Profile;

public sealed class RecordingAnOptInTests
{
    private static readonly Actor Agent = Actor.User("7", "Agent", [Roles.SupportAgent]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is wrong, and the field that says so.</summary>
    public static TheoryData<string, string?> Wrong => new()
    {
        { "no box", "boxes" }, { "a cell that is not asked for", "boxes" }, { "no reference", "reference" }, { "a long reference", "reference" },
        { "a time to come", "when" }, { "a time before the wording", "when" }, { "a long note", "note" }, { "another way", "way" }, { "a point for visitors", "collectionPoint" },
    };

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_was_said_is_recorded_with_reference_operator_and_audit(DatabaseProvider provider)
    {
        await using var here = await CallCentreAsync(provider);
        var known = await here.Ledger.RecordAsync(here.OptIn(1, ConsentCells.SmsInformational));

        var done = await Use(here).ExecuteAsync(Input(here) with { Subscriber = known.Value!.PublicId }, Agent, Cancellation);

        Assert.False(done.Failed, done.Error?.Key);
        Assert.False(done.Value.WaitsForCode);
        await using var db = here.Open();
        var act = await db.ConsentEvents.SingleAsync(e => e.Source == Source.Staff, Cancellation);
        var proof = here.Get<EvidenceBox>().Open(await db.Evidence.SingleAsync(e => e.EventId == act.Id, Cancellation), act.EventKey);
        Assert.Equal((Method.Spoken, ConsentCells.CallPromotional, known.Value.SubscriberId), (act.Method, act.Cells, act.SubscriberId));
        Assert.Equal(("call-4711", "user:7", "asked for a call in May"), (proof.RecordingReference, proof.Operator, proof.Note));
        var entry = await db.AuditEntries.SingleAsync(e => e.Action == AuditAction.ConsentRecorded, Cancellation);
        Assert.Equal((act.BatchSeq, act.SubscriberId), (entry.BatchSeq, entry.SubscriberId));
    }

    [Fact]
    public async Task A_number_that_is_new_becomes_a_subscriber()
    {
        await using var here = await CallCentreAsync();

        var done = await Use(here).ExecuteAsync(Input(here) with { Typed = new(A.Number(5), "RU"), Method = Method.Paper }, Agent, Cancellation);

        Assert.False(done.Failed, done.Error?.Key);
        await using var db = here.Open();
        Assert.Equal((1, ConsentState.Given), (await db.Subscribers.CountAsync(Cancellation), await db.Consents.Select(c => c.State).SingleAsync(Cancellation)));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_not_right_is_said_beside_its_field_and_stores_nothing(string what, string? field)
    {
        await using var here = await CallCentreAsync();
        var input = Input(here) with { Typed = new(A.Number(5), "RU") };
        input = what switch
        {
            "no box" => input with { Cells = ConsentCells.None },
            "a cell that is not asked for" => await WithFewerCellsAsync(here, input),
            "no reference" => input with { Reference = " " },
            "a long reference" => input with { Reference = new('x', 201) },
            "a time to come" => input with { OccurredAt = here.Database.Now.AddMinutes(1) },
            "a time before the wording" => input with { OccurredAt = DateTime.UnixEpoch },
            "a long note" => input with { Note = new('x', 501) },
            "another way" => input with { Method = Method.TickedBox },
            _ => input with { Point = here.BankForm.PublicId },
        };

        var done = await Use(here).ExecuteAsync(input, Agent, Cancellation);

        Assert.Equal(field, done.Error?.Field);
        await using var db = here.Open();
        Assert.Equal(0, await db.ConsentEvents.CountAsync(Cancellation));
    }

    [Fact]
    public async Task The_ratchet_holds_for_staff_too()
    {
        await using var here = await CallCentreAsync();
        await here.Ledger.RecordAsync(here.Stop(5));

        var done = await Use(here).ExecuteAsync(Input(here) with { Typed = new(A.Number(5), "RU"), OccurredAt = here.Database.Now.AddMinutes(-1) }, Agent, Cancellation);

        Assert.Equal(LedgerErrors.NewerWithdrawal, done.Error);
    }

    [Fact]
    public async Task It_takes_the_permission()
    {
        await using var here = await CallCentreAsync();

        await Assert.ThrowsAsync<ForbiddenException>(() => Use(here).ExecuteAsync(Input(here), Actor.User("8", "Marketer", [Roles.Marketer]), Cancellation));
        await Assert.ThrowsAsync<ForbiddenException>(() => Use(here).PointsAsync(Actor.User("8", "Marketer", [Roles.Marketer]), Cancellation));
    }

    private static RecordStaffOptIn Use(Installation here) =>
        new(here.Get<IDbContextFactory<DashboardDbContext>>(), here.Get<PointCatalog>(), here.Get<RecordOptIn>(), here.Get<NumberVault>(), here.Database.Clock);

    private static RecordStaffOptIn.Input Input(Installation here) => new()
    {
        Point = here.ShopForm.PublicId,
        Language = "en",
        Cells = ConsentCells.CallPromotional,
        Reference = "call-4711",
        Note = "asked for a call in May",
    };

    private static async Task<Installation> CallCentreAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var here = await Installation.CreateAsync(provider);
        await using var db = here.Open();
        await db.CollectionPoints.Where(p => p.Id == here.ShopForm.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Kind, CollectionPointKind.CallCentre), Cancellation);
        here.Database.Clock.Advance(TimeSpan.FromMinutes(5));
        return here;
    }

    private static async Task<RecordStaffOptIn.Input> WithFewerCellsAsync(Installation here, RecordStaffOptIn.Input input)
    {
        await using var db = here.Open();
        await db.NoticeVersions.ExecuteUpdateAsync(set => set.SetProperty(v => v.Cells, ConsentCells.SmsPromotional), Cancellation);
        return input;
    }
}
