using ConsentDashboard.Domain.Jobs;

namespace ConsentDashboard.Domain.Retention;

/// <summary>
/// One execution of a policy, from its preview on. It does exactly the set that was previewed and approved, without those
/// that no longer match; the set itself is a sealed file of the job. <see cref="LongJob.Total"/> counts subscribers.
/// </summary>
public sealed class RetentionRun : LongJob
{
    /// <summary>Whether a run in this state was approved and is void since: it ended like one that somebody rejected, and says why.</summary>
    public static bool IsVoid(JobStatus status, string? failureKey) => status == JobStatus.Rejected && failureKey is not null;

    public long PolicyId { get; set; }

    /// <summary><see cref="RetentionPolicy.Revision"/> as it was previewed: an edited policy voids the approval.</summary>
    public int PolicyRevision { get; set; }

    /// <summary>The policy as it was, JSON.</summary>
    public string Policy { get; set; } = "";

    /// <summary>The same as a sentence, in English and in Russian.</summary>
    public string SentenceEn { get; set; } = "";

    public string SentenceRu { get; set; } = "";

    /// <summary>The moment that periods are counted back from.</summary>
    public DateTime PreviewedAt { get; set; }

    /// <summary>SHA-256 over the ids of the set in ascending order, eight bytes each, big-endian.</summary>
    public byte[] SetDigest { get; set; } = [];

    /// <summary>Counts by reason, region, source and age, and samples by public id; JSON.</summary>
    public string Findings { get; set; } = "{}";

    /// <summary>All subscribers at that time.</summary>
    public long Subscribers { get; set; }

    public bool IsScheduled { get; set; }

    /// <summary>Of a scheduled run: whose the policy was then, and who so asked for it. They do not approve it.</summary>
    public string? ArrangedBy { get; set; }

    [Holds(PersonalData.FreeText, "why staff asked for the run, in their words", ErasedBy.AuditRetention)]
    public string Why { get; set; } = "";

    public DateTime? RequestedAt { get; set; }

    public DateTime? DecidedAt { get; set; }

    /// <summary>Who approved or rejected it; never who asked for it.</summary>
    public string? DecidedBy { get; set; }

    [Holds(PersonalData.Account, "names the member of staff who decided", ErasedBy.AuditRetention)]
    public string? DecidedByName { get; set; }

    [Holds(PersonalData.FreeText, "why it was approved or rejected", ErasedBy.AuditRetention)]
    public string? DecisionNote { get; set; }

    public bool PauseRequested { get; set; }

    /// <summary>How many of the set were cleaned.</summary>
    public long Cleaned { get; set; }

    /// <summary>How many no longer matched, a hold aside.</summary>
    public long NoLongerDue { get; set; }

    public long Held { get; set; }

    /// <summary>How many of the set have had their turn: the place in the set's file.</summary>
    public long Position { get; set; }

    /// <summary>SHA-256 chained over the keyed hashes of the cleaned, in the order of the set: d' = SHA-256(d, hash).</summary>
    public byte[] CleanedDigest { get; set; } = new byte[32];

    public long HeadBeforeSeq { get; set; }

    public byte[]? HeadBeforeHash { get; set; }

    public long HeadAfterSeq { get; set; }

    public byte[]? HeadAfterHash { get; set; }

    /// <summary>The signed certificate, JSON; null until the run has ended.</summary>
    public string? Certificate { get; set; }
}

/// <summary>Whether a run needs a second person; one row.</summary>
public sealed class RetentionSettings
{
    public int Id { get; set; } = 1;

    /// <summary>Runs of at least as many subscribers need the approval of a second person; below it the requester signs in again.</summary>
    public int ApprovalFrom { get; set; }

    public int Version { get; set; }
}
