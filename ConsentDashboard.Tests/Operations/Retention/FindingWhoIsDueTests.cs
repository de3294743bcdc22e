using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Retention;

/// <summary>Each policy finds what is over, and nobody who may still be contacted or asked.</summary>
public sealed class FindingWhoIsDueTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Withdrawn_numbers_are_due_once_their_days_are_over(DatabaseProvider provider)
    {
        await using var room = await RetentionRoom.CreateAsync(provider);
        await room.OptInAsync(1, 2, 3, 4);
        await room.StopAsync(1, 2);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(20));
        await room.StopAsync(3);
        await room.OptInAsync(2);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(11));

        Assert.Equal([1], await DueAsync(room, RetentionRoom.WithdrawnFor(30)));
        Assert.Equal([1, 3], await DueAsync(room, RetentionRoom.WithdrawnFor(10)));
        Assert.Empty(await DueAsync(room, RetentionRoom.WithdrawnFor(40)));
    }

    [Fact]
    public async Task Of_one_sender_are_only_those_who_withdrew_from_it()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync(1);
        await room.RecordAsync(room.Here.OptIn(2, sender: room.Here.Bank));
        await room.RecordAsync(room.Here.Stop(1, sender: room.Here.Shop));
        await room.RecordAsync(room.Here.Stop(2, sender: room.Here.Bank));
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal([2], await DueAsync(room, RetentionRoom.WithdrawnFor(30) with { SenderId = room.Here.Bank.Id }));
        Assert.Empty(await DueAsync(room, RetentionRoom.WithdrawnFor(30) with { Region = "DE" }));
        Assert.Equal([1, 2], await DueAsync(room, RetentionRoom.WithdrawnFor(30) with { Region = "RU" }));
        Assert.Equal([1], await DueAsync(room, RetentionRoom.WithdrawnFor(30) with { CollectionPointId = room.Here.ShopForm.Id }));
    }

    [Fact]
    public async Task Whoever_still_agrees_with_another_sender_is_not_withdrawn()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync(1);
        await room.RecordAsync(room.Here.OptIn(1, sender: room.Here.Bank));
        await room.RecordAsync(room.Here.Stop(1, sender: room.Here.Bank));
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(100));

        Assert.Empty(await DueAsync(room, RetentionRoom.WithdrawnFor(30)));
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Inactive_numbers_are_due_by_her_own_acts_and_by_our_sends_only_where_they_count(DatabaseProvider provider)
    {
        await using var room = await RetentionRoom.CreateAsync(provider);
        await room.OptInAsync(1, 2, 3);
        await room.StopAsync(3);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(200));
        await room.OptInAsync(2);
        await using (var db = room.Here.Open())
        {
            var first = await room.PersonAsync(1);
            await db.Subscribers.Where(s => s.Id == first.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSentAt, room.Here.Database.Now), Cancellation);
        }

        Assert.Equal([1], await DueAsync(room, RetentionRoom.InactiveFor(6)));
        Assert.Empty(await DueAsync(room, RetentionRoom.InactiveFor(6) with { CountsOurSends = true }));
        Assert.Empty(await DueAsync(room, RetentionRoom.InactiveFor(12)));
    }

    [Fact]
    public async Task Another_senders_consent_keeps_a_number_that_is_inactive_for_one()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync(1, 2);
        await room.RecordAsync(room.Here.OptIn(2, sender: room.Here.Bank));
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(300));

        Assert.Equal([1], await DueAsync(room, RetentionRoom.InactiveFor(6) with { SenderId = room.Here.Shop.Id }));
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Restricted_numbers_are_due_when_the_longest_proof_retention_is_over(DatabaseProvider provider)
    {
        await using var room = await RetentionRoom.CreateAsync(provider);
        await room.KeepProofAsync(months: 0);
        await room.KeepProofAsync(months: 12, room.Here.Bank);
        await room.OptInAsync(1, 2);
        await room.RecordAsync(room.Here.OptIn(2, sender: room.Here.Bank));
        await room.StopAsync(1, 2);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        await room.RunAsync(await room.PreviewAsync(RetentionRoom.WithdrawnFor(30)));
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(1));
        var kept = new PolicyDefinition { Trigger = RetentionTrigger.ProofRetentionOver, Action = RetentionAction.Erase };

        Assert.Equal([1], await DueAsync(room, kept));

        room.Here.Database.Clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal([1, 2], await DueAsync(room, kept));
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task So_is_whoever_was_restricted_while_her_consent_stood_and_her_later_withdrawal_is_proved_as_long(DatabaseProvider provider)
    {
        await using var room = await RetentionRoom.CreateAsync(provider);
        await room.KeepProofAsync(months: 12);
        await room.OptInAsync(1, 2, 3);
        foreach (var number in new[] { 1, 2, 3 })
        {
            await room.RecordAsync(new() { SubscriberId = (await room.PersonAsync(number)).Id, Type = ConsentEventType.Restricted, Source = Source.Staff, OccurredAt = room.Here.Database.Now, Actor = Staff.Officer, IntervalReason = "she asked for it" });
        }

        room.Here.Database.Clock.Advance(TimeSpan.FromDays(360));
        await room.StopAsync(2);
        await room.OptInAsync(3);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(10));
        var kept = new PolicyDefinition { Trigger = RetentionTrigger.ProofRetentionOver, Action = RetentionAction.Erase };

        Assert.Equal([1], await DueAsync(room, kept));
        Assert.Equal(1, (await room.RunAsync(await room.PreviewAsync(kept))).Cleaned);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(360));
        Assert.Equal([2], await DueAsync(room, kept));
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Withdrawn_numbers_are_not_erased_before_the_longest_proof_retention_is_over(DatabaseProvider provider)
    {
        await using var room = await RetentionRoom.CreateAsync(provider);
        await room.KeepProofAsync(months: 1);
        await room.KeepProofAsync(months: 12, room.Here.Bank);
        await room.OptInAsync(1, 2, 3);
        await room.RecordAsync(room.Here.OptIn(2, sender: room.Here.Bank));
        await room.RecordAsync(room.Here.OptIn(3, sender: room.Here.Bank));
        await room.RecordAsync(room.Here.Stop(1, sender: room.Here.Shop));
        await room.RecordAsync(room.Here.Stop(2, sender: room.Here.Shop));
        await room.RecordAsync(room.Here.Stop(3, sender: room.Here.Shop));
        await room.StopAsync(4);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(10));
        await room.RecordAsync(room.Here.Stop(2, sender: room.Here.Bank));
        await room.RecordAsync(new() { SubscriberId = (await room.PersonAsync(3)).Id, Type = ConsentEventType.Expired, SenderId = room.Here.Bank.Id, Cells = ConsentCells.SmsPromotional, Source = Source.System, OccurredAt = room.Here.Database.Now, Actor = Actor.System("test") });
        var shop = RetentionRoom.WithdrawnFor(5, RetentionAction.Erase) with { SenderId = room.Here.Shop.Id };
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Empty(await DueAsync(room, shop));
        Assert.Equal([4], await DueAsync(room, RetentionRoom.WithdrawnFor(5, RetentionAction.Erase)));
        Assert.Equal([1, 2, 3], await DueAsync(room, shop with { Action = RetentionAction.Restrict }));

        room.Here.Database.Clock.Advance(TimeSpan.FromDays(15));
        Assert.Equal([1], await DueAsync(room, shop));

        room.Here.Database.Clock.Advance(TimeSpan.FromDays(340));
        Assert.Equal([1, 2, 3], await DueAsync(room, shop));
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Consents_past_their_lifespan_and_consents_without_proof_are_found(DatabaseProvider provider)
    {
        await using var room = await RetentionRoom.CreateAsync(provider);
        await room.OptInAsync(1, 2);
        await room.RecordAsync(room.Here.OptIn(3, sender: room.Here.Bank));
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(760));
        await room.OptInAsync(2);
        await using (var db = room.Here.Open())
        {
            var second = await room.PersonAsync(2);
            await db.Evidence.Where(e => db.ConsentEvents.Any(a => a.Id == e.EventId && a.SubscriberId == second.Id && a.Seq == 2)).ExecuteDeleteAsync(Cancellation);
        }

        Assert.Equal([1], await DueAsync(room, new() { Trigger = RetentionTrigger.LifespanOver, Action = RetentionAction.Expire }));
        Assert.Equal([2], await DueAsync(room, new() { Trigger = RetentionTrigger.ProofMissing, Action = RetentionAction.Invalidate }));
    }

    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Evidence_is_found_once_its_consent_is_over_for_as_long_as_proof_is_kept(DatabaseProvider provider)
    {
        await using var room = await RetentionRoom.CreateAsync(provider);
        await room.KeepProofAsync(months: 4);

        PolicyDefinition Older(int months) => new() { Trigger = RetentionTrigger.EvidenceOld, Period = months, Unit = RetentionUnit.Months, Action = RetentionAction.EraseEvidence };
        await room.RecordAsync(room.Here.OptIn(1, sender: room.Here.Bank));
        await room.RecordAsync(room.Here.OptIn(2, sender: room.Here.Bank));
        await room.RecordAsync(room.Here.OptIn(3, sender: room.Here.Bank));
        await room.StopAsync(2);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(100));
        await room.StopAsync(3);

        Assert.Empty(await DueAsync(room, Older(3)));
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal([2], await DueAsync(room, Older(3)));
        Assert.Empty(await DueAsync(room, Older(5)));
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(100));
        Assert.Equal([2, 3], await DueAsync(room, Older(3)));
    }

    [Fact]
    public async Task A_withdrawal_that_became_known_late_has_its_days_from_then()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync(1, 2);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(60));
        await room.RecordAsync(room.Here.Stop(1, at: room.Here.Database.Now.AddDays(-50)) with { Source = Source.Import, Assurance = Assurance.Asserted, Evidence = new() { ProofReference = "list 7" } });

        Assert.Empty(await DueAsync(room, RetentionRoom.WithdrawnFor(30)));
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal([1], await DueAsync(room, RetentionRoom.WithdrawnFor(30)));
    }

    // Every opt-in records it where the sender's law wants it apart, and no door takes it back: it is there to be contacted by.
    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task An_agreement_to_processing_alone_keeps_nobody_who_withdrew_from_all_contact(DatabaseProvider provider)
    {
        await using var room = await RetentionRoom.CreateAsync(provider);
        await OptInToBothAsync(room, 1, room.Here.Bank);
        await OptInToBothAsync(room, 2, room.Here.Bank);
        await room.StopAsync(1);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal([1], await DueAsync(room, RetentionRoom.WithdrawnFor(30)));
        Assert.Equal([1], await DueAsync(room, RetentionRoom.WithdrawnFor(30) with { SenderId = room.Here.Bank.Id }));
        Assert.Equal(1, (await room.RunAsync(await room.PreviewAsync(RetentionRoom.WithdrawnFor(30)))).Cleaned);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(5 * 366));
        Assert.Equal([1], await DueAsync(room, new() { Trigger = RetentionTrigger.ProofRetentionOver, Action = RetentionAction.Erase }));
    }

    [Fact]
    public async Task Nor_does_it_keep_a_number_that_is_inactive_for_one_sender()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync(1);
        await OptInToBothAsync(room, 1, room.Here.Bank);
        await room.RecordAsync(room.Here.Stop(1, sender: room.Here.Bank));
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(300));

        Assert.Equal([1], await DueAsync(room, RetentionRoom.InactiveFor(6) with { SenderId = room.Here.Shop.Id }));
    }

    // There is no number on the row, but it stands in what proves the stop.
    [Theory]
    [MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_number_that_only_ever_said_stop_is_due_as_any_other(DatabaseProvider provider)
    {
        await using var room = await RetentionRoom.CreateAsync(provider);
        await room.RecordAsync(room.Here.Stop(1) with { Evidence = new() { RawPhone = A.Number(1), RawText = "STOP" } });
        await room.RecordAsync(room.Here.Stop(2) with { Source = Source.System, Assurance = Assurance.Asserted, Evidence = new() { RawPhone = A.Number(2), Note = "a list" } });
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(20));
        await room.RecordAsync(room.Here.Stop(3));
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(11));

        Assert.Equal([1, 2], await DueAsync(room, RetentionRoom.WithdrawnFor(30)));
    }

    [Fact]
    public async Task Where_that_stop_was_annulled_it_is_inactive()
    {
        await using var room = await RetentionRoom.CreateAsync();
        var asserted = room.Here.Stop(1, sender: room.Here.Bank) with { Source = Source.ContactForm, Method = Method.Form, Assurance = Assurance.Asserted };
        await room.RecordAsync(asserted);
        await room.RecordAsync(asserted with { EventKey = Guid.CreateVersion7(), Number = null, SubscriberId = (await room.PersonAsync(1)).Id, Type = ConsentEventType.Annulled, Source = Source.Staff, RefersTo = asserted.EventKey, Actor = Staff.Officer });
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(200));

        Assert.Empty(await DueAsync(room, RetentionRoom.WithdrawnFor(30)));
        Assert.Equal([1], await DueAsync(room, RetentionRoom.InactiveFor(6)));
    }

    [Fact]
    public async Task Whoever_asked_about_her_data_is_not_erased()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.KeepProofAsync(months: 0);
        await room.OptInAsync(1, 2);
        await room.StopAsync(1, 2);
        await using (var db = room.Here.Open())
        {
            db.Add(new PersonRequest { PublicId = PublicId.Create(), SubscriberId = (await room.PersonAsync(1)).Id, Status = RequestStatus.Verified, ReceivedAt = room.Here.Database.Now });
            await db.SaveChangesAsync(Cancellation);
        }

        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal([2], await DueAsync(room, RetentionRoom.WithdrawnFor(30, RetentionAction.Erase)));
        Assert.Equal([1, 2], await DueAsync(room, RetentionRoom.WithdrawnFor(30)));
    }

    [Fact]
    public async Task A_preview_counts_the_held_apart_and_names_a_few()
    {
        await using var room = await RetentionRoom.CreateAsync();
        await room.OptInAsync(1, 2, 3);
        await room.StopAsync(1, 2, 3);
        await room.HoldAsync(2);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));

        var run = await room.PreviewAsync(RetentionRoom.WithdrawnFor(30));

        var findings = RetentionFindings.Parse(run.Findings);
        Assert.Equal((2, 1), (run.Total, findings.Held));
        Assert.Equal(2, findings.ByStanding[Standing.Withdrawn]);
        Assert.Equal(2, findings.ByRegion["RU"]);
        Assert.Equal(2, findings.ByPoint[room.Here.ShopForm.Id]);
        Assert.Equal(2, findings.ByAge[RetentionAge.UnderThreeMonths]);
        Assert.Equal(2, findings.Samples.Count);
        Assert.Equal(3, run.Subscribers);
    }

    private static async Task OptInToBothAsync(RetentionRoom room, int number, Sender sender)
    {
        await room.RecordAsync(room.Here.OptIn(number, sender: sender));
        await room.RecordAsync(room.Here.OptIn(number, sender: sender) with { Kind = ConsentKind.Processing });
    }

    private static async Task<List<int>> DueAsync(RetentionRoom room, PolicyDefinition policy)
    {
        await using var db = room.Here.Open();
        var terms = await RetentionTerm.ReadAsync(db, Cancellation);
        var rows = await DueReading.Rows(db, policy, terms, room.Here.Database.Now, 0, long.MaxValue).ToListAsync(Cancellation);
        List<int> numbers = [];
        foreach (var number in Enumerable.Range(1, 4))
        {
            var index = room.Here.Database.Vault.BlindIndex(A.Number(number), 1);
            var id = await db.Subscribers.Where(s => s.BlindIndex == index).Select(s => s.Id).FirstOrDefaultAsync(Cancellation);
            if (rows.Exists(row => row.SubscriberId == id))
            {
                numbers.Add(number);
            }
        }

        Assert.Equal(rows.Count, numbers.Count);
        return numbers;
    }
}
