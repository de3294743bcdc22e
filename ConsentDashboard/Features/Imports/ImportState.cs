using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;

namespace ConsentDashboard.Features.Imports;

/// <summary>Where an import stands, as staff speak of it.</summary>
public enum ImportState
{
    Preparing,
    Trying,
    Tried,
    TryFailed,
    Running,
    Done,
    Stopped,
    RunFailed,
    Undoing,
    UndoStopped,
    Undone,
    Dropped,
    Expired,
}

public static class ImportStates
{
    public static ImportState Of(ImportStage stage, JobStatus status) => (stage, status) switch
    {
        (_, JobStatus.Expired) => ImportState.Expired,
        (_, JobStatus.Undone) => ImportState.Undone,
        (ImportStage.Undo, JobStatus.Cancelled or JobStatus.Failed) => ImportState.UndoStopped,
        (ImportStage.Undo, _) => ImportState.Undoing,
        (ImportStage.Run, JobStatus.Done) => ImportState.Done,
        (ImportStage.Run, JobStatus.Cancelled) => ImportState.Stopped,
        (ImportStage.Run, JobStatus.Failed) => ImportState.RunFailed,
        (ImportStage.Run, _) => ImportState.Running,
        (_, JobStatus.Cancelled) => ImportState.Dropped,
        (ImportStage.DryRun, JobStatus.Done) => ImportState.Tried,
        (ImportStage.DryRun, JobStatus.Failed) => ImportState.TryFailed,
        (ImportStage.DryRun, JobStatus.Waiting or JobStatus.Running) => ImportState.Trying,
        _ => ImportState.Preparing,
    };
}
