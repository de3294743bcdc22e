using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;

namespace ConsentDashboard.Operations.Jobs;

/// <summary>How the work on a job ended.</summary>
/// <param name="Status">The status that the job gets.</param>
/// <param name="FailureKey">For a failure: the resource key of what to tell staff.</param>
/// <param name="FailureDetails">Where it lies, such as a row; never a number.</param>
public readonly record struct JobOutcome(JobStatus Status, string? FailureKey = null, string? FailureDetails = null)
{
    /// <summary>The runner has written the status already, together with what else it had to say.</summary>
    public bool IsSettled { get; init; }

    public static readonly JobOutcome Done = new(JobStatus.Done);

    public static readonly JobOutcome Cancelled = new(JobStatus.Cancelled);

    /// <summary>The process is stopping; the next one goes on.</summary>
    public static readonly JobOutcome Later = new(JobStatus.Waiting);

    public static JobOutcome Failed(Error error, string? details = null) => new(JobStatus.Failed, error.Key, details ?? error.Field);
}

public static class JobErrors
{
    /// <summary>Something that nobody expected; the details carry the reference under which the log has it.</summary>
    public static readonly Error Broken = new("Jobs.Broken", ErrorKind.Unavailable);

    public static readonly Error DiskFull = new("Jobs.DiskFull", ErrorKind.Unavailable);
}
