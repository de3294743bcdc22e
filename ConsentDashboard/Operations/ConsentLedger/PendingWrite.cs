using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Audit;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>One act or audit entry on its way into a batch, with everything that could be prepared outside the transaction.</summary>
internal sealed class PendingWrite
{
    private readonly TaskCompletionSource<Result<RecordedAct>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConsentAct? Act { get; init; }

    public AuditDraft? Audit { get; init; }

    public DateTime ReceivedAt { get; init; }

    public SealedEvidence? Evidence { get; init; }

    /// <summary>Of <see cref="ConsentAct.Number"/>, under <see cref="IndexGeneration"/>.</summary>
    public byte[]? BlindIndex { get; set; }

    public int IndexGeneration { get; set; }

    public Result<RecordedAct> Outcome { get; set; }

    public Task<Result<RecordedAct>> Done => _done.Task;

    public WritePriority Priority => Act?.Type == ConsentEventType.Withdrawn ? WritePriority.Withdrawal : WritePriority.Act;

    /// <summary>Tells the caller, now that the batch is durable.</summary>
    public void Complete() => _done.TrySetResult(Outcome);

    public void Fail(Exception exception) => _done.TrySetException(exception);
}

/// <summary>A slice of bulk work, sealed and hashed, that waits for its turn to be written.</summary>
public sealed class PreparedSlice
{
    internal PreparedSlice(IReadOnlyList<PendingWrite> writes) => Writes = writes;

    internal IReadOnlyList<PendingWrite> Writes { get; }

    /// <summary>
    /// Writes, in the slice's own transaction, how far the work is then; told what became of the acts. What it throws undoes
    /// the slice. Not called where the slice writes nothing.
    /// </summary>
    public Func<DashboardDbContext, IReadOnlyList<Result<RecordedAct>>, Task>? Mark { get; init; }

    /// <summary>How long the slice's work took, without what its commit takes.</summary>
    public TimeSpan Worked { get; internal set; }

    /// <summary>How long it kept others from writing.</summary>
    public TimeSpan Held { get; internal set; }
}
