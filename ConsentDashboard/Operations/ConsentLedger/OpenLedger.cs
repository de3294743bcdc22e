using ConsentDashboard.Domain;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>While keys are rotated the ledger takes nothing; bulk work waits, and goes on by itself.</summary>
internal static class OpenLedger
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="ask">The ledger, about one slice.</param>
    /// <param name="wait">Called between two tries, to keep the job's lease.</param>
    public static async Task<IReadOnlyList<Result<RecordedAct>>> WhenOpenAsync(
        Func<Task<IReadOnlyList<Result<RecordedAct>>>> ask, Func<ValueTask> wait, TimeProvider clock, CancellationToken stopping)
    {
        while (true)
        {
            var outcomes = await ask();
            if (outcomes is not [{ Error: { } error }, ..] || error != LedgerErrors.Maintenance)
            {
                return outcomes;
            }

            await wait();
            await Task.Delay(Pause, clock, stopping);
        }
    }
}
