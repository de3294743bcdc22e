using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Features.OptOuts;
using ConsentDashboard.Features.OptOuts.Annulments;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.OptOuts.Annulments;

public sealed class AnnullingWithdrawalsTests
{
    private static readonly TimeSpan ThirtyDays = TimeSpan.FromDays(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_two_people_annul_is_as_it_was_before(DatabaseProvider provider)
    {
        await using var desk = await Desk.OpenAsync(provider);
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1, ConsentCells.All));
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1, ConsentCells.SmsPromotional, desk.Here.Bank));
        var prank = await desk.FormAsync(1);
        Assert.False(await IsAllowedAsync(desk, 1, desk.Here.Shop));

        Assert.Equal(1, (await desk.AskAsync(prank)).Value);
        Assert.False(await IsAllowedAsync(desk, 1, desk.Here.Shop));
        var request = Assert.Single(await desk.RequestsAsync());
        Assert.Equal(1, (await desk.DecideAsync(request)).Value);

        Assert.True(await IsAllowedAsync(desk, 1, desk.Here.Shop));
        Assert.True(await IsAllowedAsync(desk, 1, desk.Here.Bank));
        var decided = Assert.Single(await desk.RequestsAsync());
        Assert.Equal((AnnulmentStatus.Approved, Desk.Second.Key, desk.Here.Database.Now, "heard the recording"), (decided.Status, decided.DecidedBy, decided.DecidedAt, decided.DecisionNote));
        var acts = await desk.AnnulledAsync();
        Assert.Equal([desk.Here.Shop.Id, desk.Here.Bank.Id], acts.Select(act => act.SenderId));
        Assert.All(acts, act => Assert.Equal((prank.EventKey, Assurance.Asserted, Source.Staff, Desk.Second.Key), (act.RefersTo, act.Assurance, act.Source, act.Actor)));
        await using var db = desk.Here.Open();
        var proof = desk.Here.Get<EvidenceBox>().Open(await db.Evidence.SingleAsync(e => e.EventId == acts[0].Id, Token), acts[0].EventKey);
        Assert.Equal(($"{Staff.Officer.Key}, {Desk.Second.Key}", "a prank by a colleague", "recording 17"), (proof.Operator, proof.Note, proof.RecordingReference));
        var entries = await db.AuditEntries.Where(e => e.Action == AuditAction.AnnulmentRequested || e.Action == AuditAction.AnnulmentApproved).OrderBy(e => e.Id).ToListAsync(Token);
        Assert.Equal([(Staff.Officer.Key, $"{request.PublicId}", null), (Desk.Second.Key, $"{request.PublicId}", null)], entries.Select(e => (e.Actor, e.Subject, e.Reason)));
        await VerifyAsync(desk);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_she_did_since_stands(DatabaseProvider provider)
    {
        await using var desk = await Desk.OpenAsync(provider);
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1, ConsentCells.All));
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1, ConsentCells.All, desk.Here.Bank));
        var prank = await desk.FormAsync(1);
        desk.Pass(TimeSpan.FromMinutes(1));
        await desk.Here.Ledger.RecordAsync(desk.Here.Stop(1, sender: desk.Here.Shop));

        await desk.AskAsync(prank);
        await desk.DecideAsync((await desk.RequestsAsync())[0]);

        Assert.False(await IsAllowedAsync(desk, 1, desk.Here.Shop));
        Assert.True(await IsAllowedAsync(desk, 1, desk.Here.Bank));
        await VerifyAsync(desk);
    }

    [Fact]
    public async Task A_number_that_was_never_seen_may_be_taken_in_again()
    {
        await using var desk = await Desk.OpenAsync();
        var prank = await desk.FormAsync(1);
        await desk.AskAsync(prank);
        Assert.Equal(1, (await desk.DecideAsync((await desk.RequestsAsync())[0])).Value);

        await using var db = desk.Here.Open();
        Assert.NotEqual(Times.Never, (await db.Suppressions.SingleAsync(Token)).EndedAt);
        await VerifyAsync(desk);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Of_two_people_at_once_one_decides(DatabaseProvider provider)
    {
        await using var desk = await Desk.OpenAsync(provider);
        await using var beside = desk.Here.Beside(services => services.AddOptOuts());
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        await desk.AskAsync(await desk.FormAsync(1));
        var request = (await desk.RequestsAsync())[0];
        var input = new DecideAnnulment.Input { Request = request.PublicId, Approves = true, Note = "agreed" };

        var outcomes = await Task.WhenAll(
            desk.Decide.ExecuteAsync(input, Desk.Second, Token),
            beside.Get<DecideAnnulment>().ExecuteAsync(input, Staff.Administrator, Token));

        Assert.Single(outcomes, outcome => !outcome.Failed);
        Assert.Single(outcomes, outcome => outcome.Error == AnnulmentErrors.BeingDecided || outcome.Error == AnnulmentErrors.AlreadyDecided);
        Assert.Single(await desk.AnnulledAsync());
    }

    [Fact]
    public async Task After_a_crash_between_event_and_row_it_is_decided_again_and_recorded_once()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        var prank = await desk.FormAsync(1);
        await desk.AskAsync(prank);
        var request = (await desk.RequestsAsync())[0];
        await desk.Here.Get<AnnulmentClaims>().TakeAsync(request, Desk.Second);
        await desk.Here.Get<AnnulWithdrawal>().RecordAsync(request, prank, Desk.Second);

        Assert.Equal(AnnulmentErrors.BeingDecided, (await desk.DecideAsync(request, Staff.Administrator)).Error);
        desk.Pass(AnnulmentClaims.Lease);
        Assert.Equal(AnnulmentErrors.AlreadyDecided, (await desk.DecideAsync(request, Staff.Administrator, approves: false)).Error);

        Assert.Equal((AnnulmentStatus.Approved, Desk.Second.Key), (await desk.RequestsAsync()).Select(r => (r.Status, r.DecidedBy)).Single());
        Assert.Single(await desk.AnnulledAsync());
    }

    [Fact]
    public async Task What_cannot_be_recorded_waits_on()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.AskAsync(await desk.FormAsync(1));
        var request = (await desk.RequestsAsync())[0];
        await using var db = desk.Here.Open();
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), Token);

        Assert.Equal(LedgerErrors.Maintenance, (await desk.DecideAsync(request)).Error);
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Open), Token);

        Assert.Equal((AnnulmentStatus.Waiting, null), (await desk.RequestsAsync()).Select(r => (r.Status, r.DecidedBy)).Single());
        Assert.False((await desk.DecideAsync((await desk.RequestsAsync())[0])).Failed);
    }

    [Fact]
    public async Task Neither_who_asked_nor_who_recorded_it_agrees()
    {
        await using var desk = await Desk.OpenAsync();
        var slip = await desk.CallAsync(1, agent: Desk.Second);
        await desk.AskAsync(slip);
        var request = (await desk.RequestsAsync())[0];

        Assert.Equal(AnnulmentErrors.SamePerson, (await desk.DecideAsync(request, Staff.Officer)).Error);
        Assert.Equal(AnnulmentErrors.SamePerson, (await desk.DecideAsync(request, Staff.Officer, approves: false)).Error);
        Assert.Equal(AnnulmentErrors.OwnWithdrawal, (await desk.DecideAsync(request, Desk.Second)).Error);
        Assert.Empty(await desk.AnnulledAsync());
        Assert.False((await desk.DecideAsync(request, Staff.Administrator)).Failed);
        Assert.Equal(AnnulmentErrors.AlreadyDecided, (await desk.DecideAsync(request, Staff.Administrator)).Error);
    }

    [Fact]
    public async Task Refused_it_stands_and_may_be_asked_again()
    {
        await using var desk = await Desk.OpenAsync();
        var withdrawal = await desk.FormAsync(1);
        await desk.AskAsync(withdrawal);
        Assert.Equal(AnnulmentErrors.AlreadyAsked, (await desk.AskAsync(withdrawal, Desk.Second)).Error);

        Assert.False((await desk.DecideAsync((await desk.RequestsAsync())[0], approves: false)).Failed);

        Assert.Empty(await desk.AnnulledAsync());
        Assert.Equal(AnnulmentStatus.Rejected, (await desk.RequestsAsync())[0].Status);
        Assert.False((await desk.AskAsync(withdrawal)).Failed);
        await using var db = desk.Here.Open();
        Assert.Single(await db.AuditEntries.Where(e => e.Action == AuditAction.AnnulmentRejected).ToListAsync(Token));
    }

    [Fact]
    public async Task Thirty_days_is_the_end()
    {
        await using var desk = await Desk.OpenAsync();
        var (inTime, late, slow) = (await desk.FormAsync(1), await desk.FormAsync(2), await desk.FormAsync(3));
        desk.Pass(ThirtyDays);
        Assert.False((await desk.AskAsync(inTime)).Failed);
        await desk.AskAsync(slow);
        Assert.False((await desk.DecideAsync((await desk.RequestsAsync())[0])).Failed);

        desk.Pass(TimeSpan.FromMilliseconds(1));

        Assert.Equal(AnnulmentErrors.Expired, (await desk.AskAsync(late)).Error);
        var waiting = (await desk.RequestsAsync())[1];
        Assert.Equal(AnnulmentErrors.Expired, (await desk.DecideAsync(waiting)).Error);
        Assert.False((await desk.DecideAsync(waiting, approves: false)).Failed);
    }

    [Fact]
    public async Task Only_what_others_passed_on_can_be_annulled_once()
    {
        await using var desk = await Desk.OpenAsync();
        var given = await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        await desk.Here.Ledger.RecordAsync(desk.Here.Stop(1));
        await using var db = desk.Here.Open();
        var events = await db.ConsentEvents.OrderBy(e => e.Id).ToListAsync(Token);
        var annulled = await desk.FormAsync(2);
        await desk.AskAsync(annulled);
        await desk.DecideAsync((await desk.RequestsAsync())[0]);

        Assert.Equal(AnnulmentErrors.NotFound, (await desk.AskAsync(events[0])).Error);
        Assert.Equal(AnnulmentErrors.NotAsserted, (await desk.AskAsync(events[1])).Error);
        Assert.Equal(AnnulmentErrors.AlreadyAnnulled, (await desk.AskAsync(annulled)).Error);
        Assert.Equal(AnnulmentErrors.NotFound, (await desk.AskAsync(new() { EventKey = Guid.CreateVersion7() })).Error);
    }

    [Theory]
    [InlineData("", "call 17", "Annulment.ReasonLength")]
    [InlineData("a prank", " ", "Annulment.EvidenceLength")]
    [InlineData("it was 8 916 000-00-01", "call 17", "Annulment.HasNumber")]
    [InlineData("a prank", "call to +7 916 000 00 01", "Annulment.HasNumber")]
    [InlineData("a prank", "recording 202603021200", null)]
    public async Task A_reason_and_its_proof_are_needed_and_no_number(string reason, string evidence, string? error)
    {
        await using var desk = await Desk.OpenAsync();
        var withdrawal = await desk.FormAsync(1);

        var asked = await desk.Request.ExecuteAsync(new() { Withdrawal = withdrawal.EventKey, Reason = reason, EvidenceReference = evidence }, Staff.Officer, Token);

        Assert.Equal(error, asked.Error?.Key);
    }

    [Fact]
    public async Task It_needs_its_permission()
    {
        await using var desk = await Desk.OpenAsync();
        var withdrawal = await desk.FormAsync(1);
        foreach (var actor in (Actor[])[Staff.Auditor, Staff.Marketer, Staff.Administrator, Actor.Anonymous])
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => desk.AskAsync(withdrawal, actor));
        }

        Assert.False((await desk.AskAsync(withdrawal, Staff.SupportAgent)).Failed);
        var request = (await desk.RequestsAsync())[0];
        foreach (var actor in (Actor[])[Staff.Auditor, Staff.Marketer, Staff.SupportAgent, Actor.Anonymous])
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => desk.DecideAsync(request, actor));
            await Assert.ThrowsAsync<ForbiddenException>(() => desk.Close.ExecuteAsync(request.PublicId, actor, Token));
        }
    }

    private static async Task<bool> IsAllowedAsync(Desk desk, int number, Sender sender)
    {
        var decisions = await desk.Here.Get<ConsentDecisions>().DecideAsync([desk.Here.Number(number)], new(sender.Id, Channel.Sms, MessageType.Promotional), Token);
        return decisions[0] == DecisionReasons.None;
    }

    private static async Task VerifyAsync(Desk desk) =>
        Assert.Empty((await desk.Here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Token)).Findings);
}
