using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Tests.Support;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.ConsentDecision;

/// <summary>The form for one number and the form in SQL say the same, now and as known at any past moment.</summary>
public sealed class DecisionFormsTests
{
    // What a carrier says of a number, how many minutes before that it was so, and whether something else was said since.
    private static readonly Gen<(ReachabilityStatus Status, int Back, bool IsOver)> Answers = Gen.Select(
        Gen.OneOf(ReachabilityStatus.Live, ReachabilityStatus.Reassigned), Gen.Int[0, 60 * 24 * 60], Gen.Bool);

    private static readonly Gen<(HistoryStep[], int[], (ReachabilityStatus, int, bool)[], bool, SendHistory)> Histories = Gen.Select(
        History.Steps, Gen.Int[0, 60 * 24 * 60].Array[3], Answers.Array[0, 3], Gen.Bool, SendHistory.Any);

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task The_forms_agree_on_random_histories(DatabaseProvider provider)
    {
        await DatabaseProviders.SkipUnlessAtHandAsync(provider);
        await Histories.SampleAsync(history => CheckAsync(provider, history), iter: 25, threads: 1);
    }

    private static async Task CheckAsync(DatabaseProvider provider, (HistoryStep[], int[], (ReachabilityStatus, int, bool)[], bool, SendHistory) history)
    {
        var (steps, minutesBack, answers, absolute, sends) = history;
        await using var here = await Installation.CreateAsync(provider);
        await using var db = here.Open();
        await db.Senders.Where(s => s.Id == here.Bank.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.NeedsProcessingConsent, true));
        await History.PlayAsync(here, steps);
        await AddApartAsync(here, db, answers, absolute);
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await sends.PlayAsync(here);

        foreach (var request in Questions(here))
        {
            await CheckNowAsync(here, db, request);
            foreach (var back in minutesBack)
            {
                await CheckAsync(here, db, request, here.Database.Now.AddMinutes(-back - 1));
            }
        }
    }

    private static IEnumerable<DecisionRequest> Questions(Installation here) =>
    [
        new(here.Shop.Id, Channel.Sms, MessageType.Promotional),
        new(here.Shop.Id, Channel.Call, MessageType.Informational),
        new(here.Bank.Id, Channel.Call, MessageType.Promotional),
        new(here.Bank.Id, Channel.Sms, MessageType.Advertising),
    ];

    private static async Task CheckNowAsync(Installation here, DashboardDbContext db, DecisionRequest request)
    {
        var needs = request.SenderId == here.Bank.Id;
        var rows = await DecisionSets.Explain(db, db.Subscribers, request, needs, here.Database.Now).ToListAsync();
        var allowed = await DecisionSets.Allowed(db, request, needs, here.Database.Now).Select(s => s.Id).OrderBy(id => id).ToListAsync();
        foreach (var row in rows)
        {
            var single = await here.Get<ConsentDecisions>().ExplainAsync(row.SubscriberId, request);
            Assert.Equal(single!.Reasons, (DecisionReasons)row.Reasons);
        }

        Assert.Equal(rows.Where(row => row.Reasons == 0).Select(row => row.SubscriberId).Order(), allowed);
        var numbers = Enumerable.Range(1, History.Numbers + 1).Select(here.Number).ToList();
        var looked = await here.Get<ConsentDecisions>().DecideAsync(numbers, request);
        Assert.Equal(allowed.Count, looked.Count(reasons => reasons == DecisionReasons.None));
        Assert.Equal(DecisionReasons.UnknownNumber, looked[^1]);
        for (var n = 0; n < numbers.Count; n++)
        {
            Assert.Equal(looked[n], await here.Get<DecideOne>().ExecuteAsync(numbers[n], request));
        }
    }

    private static async Task CheckAsync(Installation here, DashboardDbContext db, DecisionRequest request, DateTime at)
    {
        var rows = await DecisionSets.ExplainAsOf(db, db.Subscribers, request, request.SenderId == here.Bank.Id, at).ToListAsync();
        foreach (var row in rows)
        {
            var single = await here.Get<ConsentDecisions>().ExplainAsync(row.SubscriberId, request with { At = at });
            Assert.Equal(single!.Reasons, (DecisionReasons)row.Reasons);
        }
    }

    // What no act of hers makes: the carrier's word, and a suppression that an authority asked for.
    private static async Task AddApartAsync(Installation here, DashboardDbContext db, (ReachabilityStatus Status, int Back, bool IsOver)[] answers, bool absolute)
    {
        if (await db.Subscribers.OrderBy(s => s.Id).FirstOrDefaultAsync() is not { } first)
        {
            return;
        }

        var told = here.Database.Now.AddDays(-3);
        db.AddRange(answers.Select(answer => new Reachability
        {
            SubscriberId = first.Id,
            Status = answer.Status,
            From = told,
            To = answer.IsOver ? here.Database.Now.AddDays(-1) : Times.Never,
            Since = told.AddMinutes(-answer.Back),
            Source = "carrier",
        }));
        db.Add(new Suppression
        {
            Id = 1_000_000,
            BlindIndex = first.BlindIndex!,
            Kind = ConsentKind.Contact,
            Cells = ConsentCells.AllCalls,
            Reason = SuppressionReason.Regulator,
            Since = here.Database.Now.AddDays(-200),
            RecordedAt = here.Database.Now.AddDays(-2),
            Absolute = absolute,
            EventId = 1,
            Seal = new byte[32],
        });
        await db.SaveChangesAsync();
    }
}
