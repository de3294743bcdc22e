using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.ConsentLedger;

namespace ConsentDashboard.Operations.Imports;

/// <summary>What the ledger's answer on a row means for the row; the same for the dry run and the run.</summary>
internal readonly record struct RowVerdict(ImportVerdict Verdict, VerdictReason? Reason)
{
    public static RowVerdict Of(Result<RecordedAct> outcome) => outcome.Failed
        ? new(ImportVerdict.Problem, new(outcome.Error.Key, outcome.Error.Field))
        : new(outcome.Value.Import.Verdict, outcome.Value.Import.Reason is { } reason ? new(reason) : null);
}
