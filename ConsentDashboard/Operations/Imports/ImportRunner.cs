using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Jobs;

namespace ConsentDashboard.Operations.Imports;

/// <summary>Does what the batch's stage says.</summary>
internal sealed class ImportRunner(TryRows tries, RunRows runs, UndoRows undoes) : IJobRunner<ImportBatch>
{
    public Task<JobOutcome> RunAsync(ImportBatch job, JobRun<ImportBatch> run, CancellationToken stopping) => job.Stage switch
    {
        ImportStage.DryRun => tries.RunAsync(job, run, stopping),
        ImportStage.Run => runs.RunAsync(job, run, stopping),
        ImportStage.Undo => undoes.RunAsync(job, run, stopping),
        _ => throw new InvalidOperationException($"An import in the stage {job.Stage} has no work."),
    };
}
