using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.OptOut;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>What an imported row comes to, and whether an event is written for it.</summary>
/// <param name="Reason">A resource key that says more than the verdict, where there is more to say.</param>
public readonly record struct ImportJudgement(ImportVerdict Verdict, bool Writes = false, string? Reason = null);

/// <summary>
/// The verdict on an imported row, for the dry run and the run alike: the ledger asks it inside the transaction, after the
/// ratchet has decided on the cells.
/// </summary>
internal static class ImportRules
{
    public const string Held = "Imports.Held";
    public const string Restricted = "Imports.Restricted";
    public const string PartlyRefused = "Imports.PartlyRefused";
    public const string LifespanOver = "Imports.LifespanOver";
    public const string Erased = "Imports.Erased";
    public const string Stopped = "Imports.Stopped";

    /// <summary>An undo that gives an earlier row's consent again is no row.</summary>
    public static bool Concern(ConsentAct act) => act is { Source: Source.Import, ImportBatchId: not null, Undoes: null };

    /// <param name="state">Her cells and suppressions, before the row.</param>
    /// <param name="act">The row.</param>
    /// <param name="decided">Its event, decided and not yet applied.</param>
    /// <param name="refused">The cells that the ratchet refused.</param>
    public static ImportJudgement Judge(SubscriberState state, ConsentAct act, ConsentEvent decided, ConsentCells refused) => act.Type switch
    {
        ConsentEventType.Withdrawn when StandingStops.AddsTo(state, act) || IsLater(state, act, decided) => new(ImportVerdict.Lowers, Writes: true),
        ConsentEventType.Withdrawn => new(ImportVerdict.AlreadyWithdrawn),

        // A number that is suppressed is not stored again, not even as unknown.
        ConsentEventType.Registered when SuppressedCells(state, act) != ConsentCells.None => new(ImportVerdict.Suppressed, Reason: Why(state)),
        ConsentEventType.Registered => new(ImportVerdict.NoProof, Writes: state.IsNew),

        // Nobody may be told by a list that a dispute or a restriction is over.
        _ when state.HeldUntil > decided.RecordedAt => new(ImportVerdict.RefusedByRatchet, Reason: Held),
        _ when state.Row.RestrictedAt is not null => new(ImportVerdict.RefusedByRatchet, Reason: Restricted),
        _ => Given(state, act, decided, StoppedCells(state, act, refused)),
    };

    // An opt-in that is recorded afterwards counts only from the latest stop on: so a later one is kept, where its date is known.
    private static bool IsLater(SubscriberState state, ConsentAct act, ConsentEvent decided) => act.OccurredAt != DateTime.MaxValue
        && act.Cells.Indexes().Any(index => state.SuppressedSince(act.Kind, act.SenderId!.Value, index) < decided.OccurredAt);

    private static ImportJudgement Given(SubscriberState state, ConsentAct act, ConsentEvent decided, ConsentCells stopped) => decided.Outcome switch
    {
        0 when stopped == ConsentCells.None => new(ImportVerdict.AlreadyGiven),
        0 => Refusal(state, act, stopped),
        _ => new(Raises(state, act, decided) ? ImportVerdict.New : ImportVerdict.Renews, Writes: true, Remark(decided, stopped)),
    };

    // What she has given again herself since she stopped is no refusal: the list says what is so already.
    private static ConsentCells StoppedCells(SubscriberState state, ConsentAct act, ConsentCells refused) => Where(refused, index => Cell(state, act, index)?.State != ConsentState.Given);

    private static ImportJudgement Refusal(SubscriberState state, ConsentAct act, ConsentCells stopped)
    {
        var isHers = stopped.Indexes().Any(index => Cell(state, act, index) is { } cell && cell.StoppedAt != Times.NotYet);
        var partly = stopped == act.Cells ? null : PartlyRefused;
        return isHers ? new(ImportVerdict.RefusedByRatchet, Reason: partly) : new(ImportVerdict.Suppressed, Reason: partly ?? Why(state));
    }

    private static string Why(SubscriberState state) =>
        state.Suppressions.Exists(suppression => suppression.Reason == SuppressionReason.Erased && suppression.EndedAt == Times.Never) ? Erased : Stopped;

    private static bool Raises(SubscriberState state, ConsentAct act, ConsentEvent decided) => act.Cells.Indexes()
        .Any(index => decided.OutcomeFor(index) == ConsentState.Given && Cell(state, act, index)?.State != ConsentState.Given);

    private static string? Remark(ConsentEvent decided, ConsentCells stopped) => decided switch
    {
        _ when stopped != ConsentCells.None => PartlyRefused,
        _ when decided.ExpiresAt <= decided.RecordedAt => LifespanOver,
        _ => null,
    };

    private static ConsentCells SuppressedCells(SubscriberState state, ConsentAct act) => Where(act.Cells, index => state.SuppressedSince(act.Kind, act.SenderId!.Value, index) != Times.NotYet);

    private static ConsentCells Where(ConsentCells cells, Func<int, bool> holds) => cells.Indexes().Where(holds).Aggregate(ConsentCells.None, (all, index) => all | (ConsentCells)(1 << index));

    private static Consent? Cell(SubscriberState state, ConsentAct act, int index) => state.Fold.Find(new(act.SenderId!.Value, act.Kind, index));
}
