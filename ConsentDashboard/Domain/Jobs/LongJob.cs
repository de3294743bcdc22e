namespace ConsentDashboard.Domain.Jobs;

/// <summary>
/// Work that takes long and survives a restart. What has been done of it stands in its row; whoever holds its lease works
/// on it, and a lease that nobody renews ends.
/// </summary>
public abstract class LongJob
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    public JobStatus Status { get; set; }

    /// <summary>In the job's own unit, mostly rows; 0 while it is not known.</summary>
    public long Total { get; set; }

    public long Done { get; set; }

    /// <summary>The resource key of what went wrong.</summary>
    public string? FailureKey { get; set; }

    /// <summary>Where: a row, a column; never a number.</summary>
    public string? FailureDetails { get; set; }

    public bool CancelRequested { get; set; }

    public DateTime CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";

    [Holds(PersonalData.Account, "names the member of staff who asked for the job", ErasedBy.AuditRetention)]
    public string CreatedByName { get; set; } = "";

    public DateTime? StartedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>The process that works on it.</summary>
    public string? ClaimedBy { get; set; }

    /// <summary>The lease's end; <see cref="Times.NotYet"/> where nobody has it.</summary>
    public DateTime ClaimedUntil { get; set; } = Times.NotYet;

    public int Version { get; set; }
}

public enum JobStatus : byte
{
    /// <summary>Staff are still saying what is to be done.</summary>
    Draft = 1,
    Waiting = 2,
    Running = 3,
    Done = 4,
    Failed = 5,
    Cancelled = 6,
    Undone = 7,
    AwaitingApproval = 8,
    Rejected = 9,

    /// <summary>Its file is gone; what it was is still known.</summary>
    Expired = 10,
    Paused = 11,
}
