using ConsentDashboard.Components.Charts;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Overview;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Overview;

public sealed class MeasuringPrinciplesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Acts_stand_in_their_week_and_by_their_source(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.OptIn(2));
        here.Database.Clock.Advance(TimeSpan.FromDays(8));
        await here.Ledger.RecordAsync(here.Stop(1));

        var overview = await Queries(here).ReadAsync(Staff.Marketer, Token);

        Assert.Equal(OverviewQueries.WholeWeeks, overview.Weeks.Count);
        Assert.Equal(new WeekRow(new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), 2, 0), overview.Weeks[^1]);
        Assert.Equal((0, 1), (overview.ThisWeek.OptIns, overview.ThisWeek.OptOuts));
        Assert.Equal([new(Source.HostedForm, 2, 0), new(Source.SmsReply, 0, 1)], overview.Sources);
        Assert.Equal((1, 1, 2), (overview.Standings[Standing.Contactable], overview.Standings[Standing.Withdrawn], overview.Numbers));
        Assert.Equal((100.0, 100.0), (overview.Principles.Proven.Percent, overview.Principles.FastOptOuts.Percent));
    }

    [Fact]
    public async Task A_wording_counts_as_complete_once_it_says_everything_in_every_language()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.OptIn(2, sender: here.Bank));
        await using var db = here.Open();

        var without = (await Queries(here).ReadAsync(Staff.Officer, Token)).Principles;
        var purpose = new Purpose { PublicId = new(1), SenderId = here.Shop.Id, Code = "news", TextEn = "News", TextRu = "Новости" };
        db.Add(purpose);
        await db.SaveChangesAsync(Token);
        db.Add(new NoticeVersionPurpose { NoticeVersionId = here.ShopNotice.Id, PurposeId = purpose.Id });
        await db.SaveChangesAsync(Token);
        var with = (await Queries(here).ReadAsync(Staff.Officer, Token)).Principles;
        await db.Senders.Where(s => s.Id == here.Shop.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.Languages, "en,de"), Token);
        var inOneLanguage = (await Queries(here).ReadAsync(Staff.Officer, Token)).Principles;

        Assert.Equal((0, 2), (without.CompleteWording.Part, without.IncompletePoints.Count));
        Assert.Equal((50.0, 1), (with.CompleteWording.Percent!.Value, with.IncompletePoints.Count));
        Assert.Equal(0, inOneLanguage.CompleteWording.Part);
    }

    [Fact]
    public async Task Points_and_fields_that_ask_as_they_should_not_are_found()
    {
        await using var here = await Installation.CreateAsync();
        await using var db = here.Open();
        await db.CollectionPoints.Where(p => p.Id == here.ShopForm.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.BoxesStartUnticked, false).SetProperty(p => p.CanRefuse, false).SetProperty(p => p.NumberRequired, true), Token);
        await db.CollectionPoints.Where(p => p.Id == here.BankForm.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Status, CollectionPointStatus.Retired).SetProperty(p => p.CanRefuse, false), Token);
        db.Add(new CollectionPointField { CollectionPointId = here.ShopForm.Id, Name = "city", Purpose = "" });
        db.Add(new CollectionPointField { CollectionPointId = here.BankForm.Id, Name = "size", Purpose = "fits the offer" });
        await db.SaveChangesAsync(Token);

        var figures = (await Queries(here).ReadAsync(Staff.Officer, Token)).Principles;

        Assert.Equal([FindingReason.BoxesTicked, FindingReason.RequiredWithoutReason, FindingReason.NoRefusal], figures.Findings.Select(finding => finding.Reason));
        Assert.Equal((1, 2, 1, 1), (figures.PointsInUse, figures.Fields, figures.FieldsWithoutPurpose, figures.FieldsUnused));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_number_is_due_thirty_days_after_it_withdrew_unless_it_is_held(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        for (var number = 1; number <= 3; number++)
        {
            await here.Ledger.RecordAsync(here.OptIn(number));
        }

        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await here.Ledger.RecordAsync(here.Stop(1));
        await here.Ledger.RecordAsync(here.Stop(2));
        await here.Ledger.RecordAsync(here.Stop(2) with { EventKey = Guid.CreateVersion7(), Type = ConsentEventType.HoldPlaced, IntervalReason = "dispute" });

        here.Database.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, (await Queries(here).ReadAsync(Staff.Officer, Token)).Principles.Due);
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await Queries(here).ReadAsync(Staff.Officer, Token)).Principles.Due);
    }

    // What is counted here and no policy ever found would be due for good.
    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Whoever_counts_as_due_is_whoever_the_policy_finds(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var retention = RetentionRoom.Over(here);
        await retention.OptInAsync(1, 2);
        await retention.RecordAsync(here.OptIn(2) with { Kind = ConsentKind.Processing });
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await retention.StopAsync(1, 2, 3);
        await retention.HoldAsync(1);
        here.Database.Clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal(2, (await Queries(here).ReadAsync(Staff.Officer, Token)).Principles.Due);
        Assert.Equal(2, (await retention.RunAsync(await retention.PreviewAsync(RetentionRoom.WithdrawnFor(30)))).Cleaned);
        Assert.Equal(0, (await Queries(here).ReadAsync(Staff.Officer, Token)).Principles.Due);
    }

    [Fact]
    public async Task Nobody_reads_the_overview_without_the_permission()
    {
        await using var here = await Installation.CreateAsync();

        await Assert.ThrowsAsync<ForbiddenException>(() => Queries(here).ReadAsync(Actor.Anonymous, Token));
        await Assert.ThrowsAsync<ForbiddenException>(() => new ActivityQueries(here.Database.Contexts, here.Database.Vault).LatestAsync(Actor.Anonymous, Token));
    }

    [Theory]
    [InlineData(9996, 10000, 99.9)]
    [InlineData(10000, 10000, 100.0)]
    [InlineData(1, 3, 33.3)]
    public void A_share_is_rounded_down(long part, long whole, double percent) => Assert.Equal(percent, new Share(part, whole).Percent);

    [Fact]
    public void A_share_of_nothing_is_no_figure() => Assert.Null(new Share(0, 0).Percent);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 4)]
    [InlineData(129, 200)]
    [InlineData(201, 240)]
    [InlineData(333, 400)]
    [InlineData(12_345, 20_000)]
    public void The_scale_ends_at_a_number_that_reads_well(long most, long top) => Assert.Equal(top, Scale.Ceiling(most));

    private static OverviewQueries Queries(Installation here) =>
        new(here.Get<CounterReadings>(), new(here.Database.Contexts, here.Database.Clock), here.Database.Clock);
}
