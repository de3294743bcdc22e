using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using CsCheck;

namespace ConsentDashboard.Tests.Support;

/// <summary>One step of a random history: somebody does something, some minutes after the step before.</summary>
public sealed record HistoryStep(int Number, ConsentEventType Type, int SenderPick, ConsentCells Cells, Source Source, int MinutesLater, int ActedMinutesAgo, ConsentKind Kind);

public static class History
{
    public const int Numbers = 4;

    private static readonly ConsentEventType[] Types =
    [
        ConsentEventType.Given, ConsentEventType.Given, ConsentEventType.Given, ConsentEventType.Requested, ConsentEventType.Lapsed,
        ConsentEventType.Withdrawn, ConsentEventType.Withdrawn, ConsentEventType.Refused, ConsentEventType.Expired, ConsentEventType.Invalidated,
        ConsentEventType.HoldPlaced, ConsentEventType.HoldReleased, ConsentEventType.ContactPaused, ConsentEventType.ContactResumed,
        ConsentEventType.Annulled, ConsentEventType.Registered,
    ];

    public static readonly Gen<HistoryStep> Step =
        from number in Gen.Int[1, Numbers]
        from type in Gen.OneOf(Types)
        from sender in Gen.Int[0, 2]
        from cells in Gen.Int[1, 63]
        from source in Gen.OneOf(Source.HostedForm, Source.SmsReply, Source.Staff, Source.Import)
        from later in Gen.Int[0, 3 * 24 * 60]
        from ago in Gen.Int[0, 24 * 60]
        from kind in Gen.OneOf(ConsentKind.Contact, ConsentKind.Contact, ConsentKind.Contact, ConsentKind.Processing)
        select new HistoryStep(number, type, sender, (ConsentCells)cells, source, later, ago, kind);

    public static readonly Gen<HistoryStep[]> Steps = Step.Array[5, 40];

    /// <summary>Plays the steps; what the ledger refuses is part of the game.</summary>
    public static async Task PlayAsync(Installation here, IEnumerable<HistoryStep> steps)
    {
        Dictionary<int, Guid> lastWithdrawal = [];
        foreach (var step in steps)
        {
            here.Database.Clock.Advance(TimeSpan.FromMinutes(step.MinutesLater));
            var act = ActOf(here, step, lastWithdrawal.GetValueOrDefault(step.Number));
            var recorded = await here.Ledger.RecordAsync(act);
            if (step.Type == ConsentEventType.Withdrawn)
            {
                Assert.False(recorded.Failed, "A withdrawal is always accepted.");
                lastWithdrawal[step.Number] = act.EventKey;
            }
        }
    }

    private static ConsentAct ActOf(Installation here, HistoryStep step, Guid withdrawal)
    {
        var sender = step.SenderPick == 1 ? here.Bank : here.Shop;
        var whole = step.Type is ConsentEventType.Withdrawn && step.SenderPick == 2;
        var isImport = step.Source == Source.Import;
        return here.OptIn(step.Number, step.Cells, sender, here.Database.Now.AddMinutes(-step.ActedMinutesAgo)) with
        {
            Type = step.Type,
            SenderId = whole ? null : sender.Id,
            Kind = step.Kind,
            Source = step.Source,
            Assurance = step.Type == ConsentEventType.Withdrawn ? Assurance.Asserted : Assurance.None,
            Method = isImport ? Method.ImportedRecord : Method.TickedBox,
            Actor = Actor.Person,
            RefersTo = step.Type == ConsentEventType.Annulled && withdrawal != Guid.Empty ? withdrawal : null,
            Evidence = isImport ? new() { AffirmativeAct = "in the old list", ProofReference = "archive" } : Installation.Proof(),
            IsTest = step.ActedMinutesAgo % 17 == 0,
        };
    }
}
