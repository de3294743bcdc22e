using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Imports;

/// <summary>The rules as a table: what there was, what the row says, what it comes to, and what there is then.</summary>
public sealed class ImportRulesTests
{
    public enum Before
    {
        Unknown,
        Given,
        GivenEarlier,
        Withdrawn,
        GivenAfterWithdrawal,
        Refused,
        Expired,
        Invalidated,
        Requested,
        OnlyEverStopped,
        StoppedAtTheBankOnly,
        ErasedAndStopped,
        Erased,
        Held,
        KnownWithoutProof,
    }

    public enum Says
    {
        Consent,
        NoDate,
        NewestConsent,
        Unsubscribed,
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<Before, Says, ImportVerdict, ConsentState> Rules => new()
    {
        { Before.Unknown, Says.Consent, ImportVerdict.New, ConsentState.Given },
        { Before.Unknown, Says.NoDate, ImportVerdict.NoProof, ConsentState.None },
        { Before.Unknown, Says.Unsubscribed, ImportVerdict.Lowers, ConsentState.Withdrawn },
        { Before.Given, Says.Consent, ImportVerdict.AlreadyGiven, ConsentState.Given },
        { Before.Given, Says.NoDate, ImportVerdict.NoProof, ConsentState.Given },
        { Before.Given, Says.Unsubscribed, ImportVerdict.Lowers, ConsentState.Withdrawn },
        { Before.GivenEarlier, Says.Consent, ImportVerdict.Renews, ConsentState.Given },
        { Before.Withdrawn, Says.Consent, ImportVerdict.RefusedByRatchet, ConsentState.Withdrawn },
        { Before.Withdrawn, Says.NewestConsent, ImportVerdict.RefusedByRatchet, ConsentState.Withdrawn },
        { Before.Withdrawn, Says.NoDate, ImportVerdict.Suppressed, ConsentState.Withdrawn },
        { Before.Withdrawn, Says.Unsubscribed, ImportVerdict.AlreadyWithdrawn, ConsentState.Withdrawn },
        { Before.GivenAfterWithdrawal, Says.Consent, ImportVerdict.AlreadyGiven, ConsentState.Given },
        { Before.GivenAfterWithdrawal, Says.Unsubscribed, ImportVerdict.Lowers, ConsentState.Withdrawn },
        { Before.Refused, Says.NewestConsent, ImportVerdict.RefusedByRatchet, ConsentState.Refused },
        { Before.Expired, Says.Consent, ImportVerdict.New, ConsentState.Given },
        { Before.Invalidated, Says.Consent, ImportVerdict.New, ConsentState.Given },
        { Before.Requested, Says.Consent, ImportVerdict.New, ConsentState.Given },
        { Before.OnlyEverStopped, Says.NewestConsent, ImportVerdict.Suppressed, ConsentState.None },
        { Before.OnlyEverStopped, Says.NoDate, ImportVerdict.Suppressed, ConsentState.None },
        { Before.OnlyEverStopped, Says.Unsubscribed, ImportVerdict.AlreadyWithdrawn, ConsentState.None },
        { Before.StoppedAtTheBankOnly, Says.Consent, ImportVerdict.New, ConsentState.Given },
        { Before.ErasedAndStopped, Says.NewestConsent, ImportVerdict.Suppressed, ConsentState.None },
        { Before.ErasedAndStopped, Says.NoDate, ImportVerdict.Suppressed, ConsentState.None },
        { Before.ErasedAndStopped, Says.Unsubscribed, ImportVerdict.AlreadyWithdrawn, ConsentState.None },
        { Before.Erased, Says.Consent, ImportVerdict.Suppressed, ConsentState.None },
        { Before.Erased, Says.NewestConsent, ImportVerdict.Suppressed, ConsentState.None },
        { Before.Erased, Says.NoDate, ImportVerdict.Suppressed, ConsentState.None },
        { Before.Erased, Says.Unsubscribed, ImportVerdict.AlreadyWithdrawn, ConsentState.None },
        { Before.Held, Says.Consent, ImportVerdict.RefusedByRatchet, ConsentState.None },
        { Before.Held, Says.Unsubscribed, ImportVerdict.Lowers, ConsentState.Withdrawn },
        { Before.KnownWithoutProof, Says.Consent, ImportVerdict.New, ConsentState.Given },
        { Before.KnownWithoutProof, Says.NoDate, ImportVerdict.NoProof, ConsentState.None },
    };

    [Theory, MemberData(nameof(Rules))]
    public async Task A_row_comes_to(Before before, Says says, ImportVerdict verdict, ConsentState after)
    {
        await using var room = await ImportRoom.CreateAsync();
        await SetUpAsync(room.Here, before);

        var batch = await room.ImportAsync(Row(says));

        var row = Assert.Single(await room.VerdictsAsync(batch));
        Assert.Equal((verdict, verdict), (row.Verdict, row.Tried));
        Assert.Equal(Why(before, verdict), row.Reason?.Key);
        Assert.Equal(after, await room.StateAsync(1));
        await using var db = room.Here.Open();
        var writes = verdict is ImportVerdict.New or ImportVerdict.Renews or ImportVerdict.Lowers || (verdict == ImportVerdict.NoProof && before == Before.Unknown);
        Assert.Equal(writes ? 1 : 0, await db.ConsentEvents.CountAsync(e => e.ImportBatchId == batch.Id, Cancellation));
        if (verdict == ImportVerdict.Suppressed && before != Before.Withdrawn)
        {
            Assert.DoesNotContain(await db.Subscribers.ToListAsync(Cancellation), person => person.Cipher is not null);
        }
    }

    private static string? Why(Before before, ImportVerdict verdict) => (before, verdict) switch
    {
        (Before.Erased or Before.ErasedAndStopped, ImportVerdict.Suppressed) => "Imports.Erased",
        (_, ImportVerdict.Suppressed) => "Imports.Stopped",
        (Before.Held, ImportVerdict.RefusedByRatchet) => "Imports.Held",
        _ => null,
    };

    private static ImportRow Row(Says says) => says switch
    {
        Says.NoDate => ImportRoom.Row(1, 1, daysAgo: null),
        Says.NewestConsent => ImportRoom.Row(1, 1, daysAgo: -1),
        Says.Unsubscribed => ImportRoom.Unsubscribed(1, 1),
        _ => ImportRoom.Row(1, 1),
    };

    private static async Task SetUpAsync(Installation here, Before before)
    {
        var year = here.Database.Now.AddDays(-365);
        ConsentAct[] acts = before switch
        {
            Before.Given => [here.OptIn(1)],
            Before.GivenEarlier => [here.OptIn(1, at: year)],
            Before.Withdrawn => [here.OptIn(1, at: year), here.Stop(1)],
            Before.GivenAfterWithdrawal => [here.Stop(1, at: here.Database.Now.AddDays(-50)), here.OptIn(1)],
            Before.Refused => [Change(ConsentEventType.Refused)],
            Before.Expired => [here.OptIn(1, at: year), Change(ConsentEventType.Expired)],
            Before.Invalidated => [here.OptIn(1, at: year), Change(ConsentEventType.Invalidated)],
            Before.Requested => [Change(ConsentEventType.Requested)],
            Before.OnlyEverStopped => [here.Stop(1)],
            Before.StoppedAtTheBankOnly => [here.Stop(1, sender: here.Bank)],
            Before.ErasedAndStopped => [here.OptIn(1, at: year), here.Stop(1), Change(ConsentEventType.Erased)],
            Before.Erased => [here.OptIn(1, at: year), Change(ConsentEventType.Erased)],
            Before.Held => [Change(ConsentEventType.Registered), Change(ConsentEventType.HoldPlaced)],
            Before.KnownWithoutProof => [Change(ConsentEventType.Registered)],
            _ => [],
        };
        foreach (var act in acts)
        {
            Assert.Null((await here.Ledger.RecordAsync(act)).Error);
        }

        ConsentAct Change(ConsentEventType type) => here.OptIn(1) with { Type = type };
    }
}
