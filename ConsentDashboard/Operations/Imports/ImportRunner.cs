using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.Jobs;

namespace ConsentDashboard.Operations.Imports;

/// <summary>Does what the batch's stage says.</summary>
internal sealed class ImportRunner(TryRows tries, RunRows runs, UndoRows undoes) : IJobRunner<ImportBatch>
{
    public Task<JobOutcome> RunAsync(ImportBatch job, JobRun<ImportBatch> run, CancellationToken stopping) => job.Stage switch
    {
        ImportStage.DryRun => TryAsync(job, run, stopping),
        ImportStage.Run => runs.RunAsync(job, run, stopping),
        ImportStage.Undo => undoes.RunAsync(job, run, stopping),
        _ => throw new InvalidOperationException($"An import in the stage {job.Stage} has no work."),
    };

    // A file that cannot be read on is the list's fault and not ours: staff are told the place.
    private async Task<JobOutcome> TryAsync(ImportBatch job, JobRun<ImportBatch> run, CancellationToken stopping)
    {
        try
        {
            return await tries.RunAsync(job, run, stopping);
        }
        catch (UnreadableFileException e)
        {
            return JobOutcome.Failed(e.Error, e.Details);
        }
    }
}
