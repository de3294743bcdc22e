using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Features.OptOuts;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.OptOuts;

public sealed class HandlingRepliesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Withdrawing_is_her_own_act_of_when_she_wrote(DatabaseProvider provider)
    {
        await using var box = await Mailbox.OpenAsync(provider);
        var message = await box.PausedAsync(1);
        var wrote = box.Here.Database.Now;
        box.Pass(TimeSpan.FromHours(3));

        Assert.False((await Withdraw(box, message)).Failed);

        var act = Assert.Single(await box.EventsAsync(ConsentEventType.Withdrawn));
        Assert.Equal((Assurance.Proven, Source.SmsReply, Method.SmsKeyword), (act.Assurance, act.Source, act.Method));
        Assert.Equal((wrote, box.Here.Shop.Id, ConsentCells.All, Staff.Officer.Key), (act.OccurredAt, act.SenderId, act.Cells, act.Actor));
        var handled = await box.FindAsync(message);
        Assert.Equal((InboxState.Withdrawn, act.EventKey, Staff.Officer.Key, box.Here.Database.Now), (handled.State, handled.WithdrawalKey, handled.HandledBy, handled.HandledAt));
        Assert.False(await box.IsPausedAsync());
        await using var db = box.Here.Open();
        var proof = box.Here.Get<EvidenceBox>().Open(await db.Evidence.SingleAsync(e => e.EventId == act.Id, Token), act.EventKey);
        Assert.Equal(("SM1", "please no more of this", Staff.Officer.Key), (proof.MessageId, proof.RawText, proof.Operator));
        Assert.Equal(["no more"], proof.Words);
        Assert.DoesNotContain(await db.Consents.ToListAsync(Token), cell => cell.State == ConsentState.Given);
        Assert.Empty((await box.Here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Token)).Findings);

        // Three hours from her message: the delay is counted from then.
        var delay = await db.CounterDeltas.SingleAsync(d => d.Metric == CounterMetric.OptOutDelays, Token);
        Assert.Equal(EffectDelay.DimensionOf(Source.SmsReply, TimeSpan.FromHours(3)), delay.Dimension);
    }

    [Fact]
    public async Task It_stands_in_the_audit_trail_with_the_decision_and_no_text()
    {
        await using var box = await Mailbox.OpenAsync();
        var (first, second) = (await box.PausedAsync(1), await box.SampleAsync(2));

        await Withdraw(box, first);
        await Dismiss(box, second);

        await using var db = box.Here.Open();
        var entries = await db.AuditEntries.Where(e => e.Action == AuditAction.InboxHandled).OrderBy(e => e.Id).ToListAsync(Token);
        Assert.Equal([first.PublicId.ToString(), second.PublicId.ToString()], entries.Select(e => e.Subject));
        Assert.Equal([first.SubscriberId, second.SubscriberId], entries.Select(e => e.SubscriberId));
        Assert.Equal(["""{"decision":"Withdraw","reason":"MayBeOptOut"}""", """{"decision":"NotAnOptOut","reason":"Sample"}"""], entries.Select(e => e.Details));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Of_two_officers_at_once_one_decides(DatabaseProvider provider)
    {
        await using var box = await Mailbox.OpenAsync(provider);
        await using var beside = box.Here.Beside(services => services.AddOptOuts());
        var message = await box.PausedAsync(1);
        var input = new HandleReply.Input { Message = message.PublicId };

        var outcomes = await Task.WhenAll(
            box.Handle.ExecuteAsync(input, Staff.Officer, Token),
            beside.Get<HandleReply>().ExecuteAsync(input, Actor.User("other", "Other", [Roles.ComplianceOfficer]), Token));

        Assert.Single(outcomes, outcome => !outcome.Failed);
        Assert.Single(outcomes, outcome => outcome.Error == InboxErrors.BeingHandled || outcome.Error == InboxErrors.AlreadyHandled);
        Assert.Single(await box.EventsAsync(ConsentEventType.Withdrawn));
        Assert.Single(await box.EventsAsync(ConsentEventType.ContactResumed));
    }

    [Fact]
    public async Task After_a_crash_between_event_and_row_it_is_decided_again_and_recorded_once()
    {
        await using var box = await Mailbox.OpenAsync();
        var message = await box.PausedAsync(1);
        await box.Here.Get<InboxClaims>().TakeAsync(message, Staff.Officer);
        await box.Here.Get<WithdrawByReply>().RecordAsync(message, null, new() { Message = message.PublicId }, Staff.Officer, new(Staff.Officer, AuditAction.InboxHandled));

        Assert.Equal(InboxErrors.BeingHandled, (await Withdraw(box, message)).Error);
        box.Pass(InboxClaims.Lease);
        Assert.False((await Withdraw(box, message)).Failed);

        Assert.Equal(InboxState.Withdrawn, (await box.FindAsync(message)).State);
        Assert.Single(await box.EventsAsync(ConsentEventType.Withdrawn));
        Assert.False(await box.IsPausedAsync());
        await using var db = box.Here.Open();
        Assert.Single(await db.AuditEntries.Where(e => e.Action == AuditAction.InboxHandled).ToListAsync(Token));
    }

    [Fact]
    public async Task What_cannot_be_recorded_waits_on()
    {
        await using var box = await Mailbox.OpenAsync();
        var message = await box.PausedAsync(1);
        await using var db = box.Here.Open();
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Maintenance), Token);

        Assert.Equal(LedgerErrors.Maintenance, (await Withdraw(box, message)).Error);
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, LedgerMode.Open), Token);

        Assert.Equal((InboxState.Waiting, null), ((await box.FindAsync(message)).State, (await box.FindAsync(message)).HandledBy));
        Assert.False((await Withdraw(box, message)).Failed);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Contact_goes_on_when_her_last_message_is_handled(DatabaseProvider provider)
    {
        await using var box = await Mailbox.OpenAsync(provider);
        var (first, second) = (await box.PausedAsync(1), await box.PausedAsync(1));

        await Dismiss(box, first);
        Assert.True(await box.IsPausedAsync());
        await Dismiss(box, second);

        Assert.False(await box.IsPausedAsync());
        Assert.Single(await box.EventsAsync(ConsentEventType.ContactResumed));
        Assert.Equal([InboxState.NotAnOptOut, InboxState.NotAnOptOut], [(await box.FindAsync(first)).State, (await box.FindAsync(second)).State]);
    }

    [Fact]
    public async Task Two_that_are_handled_at_once_leave_no_pause_behind()
    {
        await using var box = await Mailbox.OpenAsync();
        for (var round = 0; round < 5; round++)
        {
            var (first, second) = (await box.PausedAsync(round + 1), await box.PausedAsync(round + 1));

            await Task.WhenAll(Dismiss(box, first), Withdraw(box, second));

            Assert.False(await box.IsPausedAsync());
        }
    }

    [Fact]
    public async Task A_sample_changes_nothing_unless_it_was_an_opt_out()
    {
        await using var box = await Mailbox.OpenAsync();
        var (right, wrong) = (await box.SampleAsync(1), await box.SampleAsync(2, "enough of it"));

        await Dismiss(box, right);
        await Withdraw(box, wrong);

        Assert.Equal(wrong.SubscriberId, Assert.Single(await box.EventsAsync(ConsentEventType.Withdrawn)).SubscriberId);
        Assert.Empty(await box.EventsAsync(ConsentEventType.ContactResumed));
    }

    [Fact]
    public async Task Where_the_sender_is_not_known_or_all_are_meant_it_is_from_all()
    {
        await using var box = await Mailbox.OpenAsync();
        var (nobody, shop) = (await box.PausedAsync(1, toNobody: true), await box.PausedAsync(2));

        await Withdraw(box, nobody);
        await box.Handle.ExecuteAsync(new() { Message = shop.PublicId, FromAllSenders = true }, Staff.Officer, Token);

        Assert.Equal([null, null], (await box.EventsAsync(ConsentEventType.Withdrawn)).Select(act => act.SenderId));
    }

    [Theory]
    [InlineData("8 (916) 000-00-09")]
    [InlineData("+7 916 000 00 09")]
    public async Task A_number_that_could_not_be_read_is_typed(string typed)
    {
        await using var box = await Mailbox.OpenAsync();
        await using (var db = box.Here.Open())
        {
            await db.Senders.Where(s => s.Id == box.Here.Shop.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.DefaultRegion, "RU"), Token);
        }

        var message = await box.StrangerAsync("Anna", InboxReason.UnreadableNumber, to: box.Here.Shop);

        Assert.Equal(InboxErrors.NumberNeeded, (await Withdraw(box, message)).Error);
        Assert.Equal("Phone.Invalid", (await box.Handle.ExecuteAsync(new() { Message = message.PublicId, Number = "12" }, Staff.Officer, Token)).Error?.Key);
        Assert.Equal(InboxState.Waiting, (await box.FindAsync(message)).State);
        Assert.False((await box.Handle.ExecuteAsync(new() { Message = message.PublicId, Number = typed }, Staff.Officer, Token)).Failed);

        var act = Assert.Single(await box.EventsAsync(ConsentEventType.Withdrawn));
        Assert.Equal(act.SubscriberId, (await box.Here.Ledger.RecordAsync(box.Here.Stop(9))).Value!.SubscriberId);
        Assert.Equal(InboxState.Withdrawn, (await box.FindAsync(message)).State);
    }

    [Fact]
    public async Task A_number_that_could_not_be_read_is_dismissed_with_a_note_and_no_number_in_it()
    {
        await using var box = await Mailbox.OpenAsync();
        var message = await box.StrangerAsync("Anna", InboxReason.UnreadableNumber);
        Task<Result> With(string? note) => box.Handle.ExecuteAsync(new() { Message = message.PublicId, Decision = InboxDecision.NotAnOptOut, Note = note }, Staff.Officer, Token);

        Assert.Equal(InboxErrors.NoteNeeded, (await With(" ")).Error);
        Assert.Equal(InboxErrors.NoteHasNumber, (await With("it was 916 000-00-09")).Error);
        Assert.Equal(InboxErrors.NoteLength, (await With(new('x', HandleReply.MaxNote + 1))).Error);
        Assert.False((await With("a test of the gateway")).Failed);

        await using var db = box.Here.Open();
        Assert.Equal("a test of the gateway", await db.AuditEntries.Where(e => e.Action == AuditAction.InboxHandled).Select(e => e.Reason).SingleAsync(Token));
    }

    [Fact]
    public async Task A_number_that_was_never_seen_is_withdrawn()
    {
        await using var box = await Mailbox.OpenAsync();
        var message = await box.StrangerAsync(A.Number(77)[1..], InboxReason.MayBeOptOut, to: box.Here.Bank);

        Assert.False((await Withdraw(box, message)).Failed);

        Assert.Equal(box.Here.Bank.Id, Assert.Single(await box.EventsAsync(ConsentEventType.Withdrawn)).SenderId);
    }

    [Fact]
    public async Task What_was_no_opt_out_may_be_withdrawn_after_all_and_not_the_other_way_round()
    {
        await using var box = await Mailbox.OpenAsync();
        var message = await box.PausedAsync(1);
        await Dismiss(box, message);

        Assert.Equal(InboxErrors.AlreadyHandled, (await Dismiss(box, message)).Error);
        Assert.False((await Withdraw(box, message)).Failed);
        Assert.Equal(InboxErrors.AlreadyHandled, (await Dismiss(box, message)).Error);
        Assert.Equal(InboxErrors.AlreadyHandled, (await Withdraw(box, message)).Error);

        Assert.Single(await box.EventsAsync(ConsentEventType.Withdrawn));
        Assert.Equal(InboxState.Withdrawn, (await box.FindAsync(message)).State);
    }

    [Fact]
    public async Task It_needs_its_permission()
    {
        await using var box = await Mailbox.OpenAsync();
        var message = await box.PausedAsync(1);

        foreach (var actor in (Actor[])[Staff.Auditor, Staff.Marketer, Staff.Administrator, Staff.SupportAgent, Actor.Anonymous])
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => box.Handle.ExecuteAsync(new() { Message = message.PublicId }, actor, Token));
        }

        Assert.Equal(InboxErrors.NotFound, (await box.Handle.ExecuteAsync(new() { Message = PublicId.Create() }, Staff.Officer, Token)).Error);
    }

    private static Task<Result> Withdraw(Mailbox box, InboundMessage message) => box.Handle.ExecuteAsync(new() { Message = message.PublicId }, Staff.Officer, Token);

    private static Task<Result> Dismiss(Mailbox box, InboundMessage message) =>
        box.Handle.ExecuteAsync(new() { Message = message.PublicId, Decision = InboxDecision.NotAnOptOut }, Staff.Officer, Token);
}
