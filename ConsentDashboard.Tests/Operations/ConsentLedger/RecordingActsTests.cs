using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.ConsentLedger;

public sealed class RecordingActsTests
{
    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task An_opt_in_with_full_evidence_gives_its_cells(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);

        var recorded = await here.Ledger.RecordAsync(here.OptIn(1, ConsentCells.SmsPromotional | ConsentCells.CallPromotional));

        Assert.False(recorded.Failed);
        await using var db = here.Open();
        var cells = await db.Consents.OrderBy(c => c.Channel).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([ConsentState.Given, ConsentState.Given], cells.Select(c => c.State));
        Assert.All(cells, c => Assert.Equal(here.Database.Now.AddMonths(24), c.ExpiresAt));
        var subscriber = await db.Subscribers.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Standing.Contactable, subscriber.Standing);
        Assert.Equal(here.Database.Now, subscriber.LastActivityAt);
        Assert.Equal(A.Number(1), here.Database.Vault.Decrypt(subscriber.Cipher!, subscriber.PublicId));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Stop_ends_everything_and_suppresses_the_number(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await here.Ledger.RecordAsync(here.OptIn(1));
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        await here.Ledger.RecordAsync(here.Stop(1));

        await using var db = here.Open();
        Assert.Equal(ConsentState.Withdrawn, (await db.Consents.SingleAsync(TestContext.Current.CancellationToken)).State);
        Assert.Equal(Standing.Withdrawn, (await db.Subscribers.SingleAsync(TestContext.Current.CancellationToken)).Standing);
        Assert.Equal(ConsentCells.All, (await db.Suppressions.SingleAsync(TestContext.Current.CancellationToken)).Cells);
    }

    [Fact]
    public async Task A_number_that_only_ever_said_stop_is_suppressed_and_not_kept()
    {
        await using var here = await Installation.CreateAsync();

        await here.Ledger.RecordAsync(here.Stop(1));

        await using var db = here.Open();
        var subscriber = await db.Subscribers.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Null(subscriber.Cipher);
        Assert.Null(subscriber.LastFourIndex);
        Assert.Single(await db.Suppressions.ToListAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task An_opt_in_that_is_not_newer_than_the_withdrawal_is_refused(int minutes)
    {
        await using var here = await Installation.CreateAsync();
        here.Database.Clock.Advance(TimeSpan.FromHours(1));
        await here.Ledger.RecordAsync(here.Stop(1));

        var recorded = await here.Ledger.RecordAsync(here.OptIn(1, at: here.Database.Now.AddMinutes(minutes)));

        Assert.Equal(LedgerErrors.NewerWithdrawal, recorded.Error);
    }

    [Fact]
    public async Task A_newer_act_of_hers_gives_consent_again()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.Stop(1));
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        var recorded = await here.Ledger.RecordAsync(here.OptIn(1));

        Assert.False(recorded.Failed);
        await using var db = here.Open();
        Assert.Equal(ConsentState.Given, (await db.Consents.SingleAsync(TestContext.Current.CancellationToken)).State);
    }

    [Fact]
    public async Task An_import_never_raises_over_a_withdrawal_whatever_its_date()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.Stop(1));
        here.Database.Clock.Advance(TimeSpan.FromDays(1));

        var recorded = await here.Ledger.RecordAsync(here.OptIn(1) with
        {
            Source = Source.Import,
            Method = Method.ImportedRecord,
            Evidence = new() { AffirmativeAct = "in the old system", ProofReference = "archive" },
        });

        Assert.Equal(LedgerErrors.NewerWithdrawal, recorded.Error);
    }

    [Fact]
    public async Task An_opt_in_without_evidence_is_refused_and_names_what_is_missing()
    {
        await using var here = await Installation.CreateAsync();

        var recorded = await here.Ledger.RecordAsync(here.OptIn(1) with { Evidence = Installation.Proof() with { IpAddress = null } });

        Assert.Equal("ipAddress", recorded.Error?.Field);
        await using var db = here.Open();
        Assert.False(await db.Subscribers.AnyAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_same_act_twice_is_one_event()
    {
        await using var here = await Installation.CreateAsync();
        var stop = here.Stop(1);

        var first = await here.Ledger.RecordAsync(stop);
        var second = await here.Ledger.RecordAsync(stop);

        Assert.Equal(first.Value!.EventId, second.Value!.EventId);
        Assert.True(second.Value.WasKnown);
        await using var db = here.Open();
        Assert.Equal(1, await db.ConsentEvents.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_test_consent_is_recorded_and_never_projected()
    {
        await using var here = await Installation.CreateAsync();

        await here.Ledger.RecordAsync(here.OptIn(1) with { IsTest = true });

        await using var db = here.Open();
        Assert.Equal(1, await db.ConsentEvents.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await db.Consents.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_annulled_withdrawal_gives_back_what_was_before()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        var stop = here.Stop(1) with { Source = Source.ContactForm, Assurance = Assurance.Asserted };
        await here.Ledger.RecordAsync(stop);
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        await here.Ledger.RecordAsync(here.Stop(1) with { EventKey = Guid.CreateVersion7(), Type = ConsentEventType.Annulled, SenderId = here.Shop.Id, RefersTo = stop.EventKey, Source = Source.Staff });

        await using var db = here.Open();
        var cell = await db.Consents.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ConsentState.Given, cell.State);
        Assert.Equal(here.Database.Now, (await db.Suppressions.SingleAsync(TestContext.Current.CancellationToken)).EndedAt);
    }

    [Fact]
    public async Task Annulling_a_withdrawal_leaves_a_later_one_alone()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        var prank = here.Stop(1) with { Source = Source.ContactForm, Assurance = Assurance.Asserted };
        await here.Ledger.RecordAsync(prank);
        await here.Ledger.RecordAsync(here.Stop(1));
        here.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        await here.Ledger.RecordAsync(here.Stop(1) with { EventKey = Guid.CreateVersion7(), Type = ConsentEventType.Annulled, SenderId = here.Shop.Id, RefersTo = prank.EventKey, Source = Source.Staff });

        await using var db = here.Open();
        Assert.Equal(ConsentState.Withdrawn, (await db.Consents.SingleAsync(TestContext.Current.CancellationToken)).State);
    }
}
