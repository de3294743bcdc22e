using ConsentDashboard.Domain.Jobs;

namespace ConsentDashboard.Domain.Reports;

/// <summary>A workbook that is made in the background and offered until it expires.</summary>
public sealed class ReportRun : LongJob
{
    public ReportKind Kind { get; set; }

    /// <summary>Sender, period and what else the report takes, JSON.</summary>
    public string Parameters { get; set; } = "{}";

    /// <summary>BCP 47.</summary>
    public string Language { get; set; } = "en";

    public long? ScheduleId { get; set; }

    /// <summary>Bytes.</summary>
    public long FileSize { get; set; }

    public byte[]? Checksum { get; set; }

    public int Downloads { get; set; }

    public DateTime? ExpiresAt { get; set; }
}

/// <summary>A report that is made again and again.</summary>
public sealed class ReportSchedule
{
    public long Id { get; set; }

    public PublicId PublicId { get; set; }

    public ReportKind Kind { get; set; }

    public long? SenderId { get; set; }

    /// <summary>The period that each run looks back on.</summary>
    public ReportPeriod Period { get; set; }

    /// <summary>Quartz's cron expression, in <see cref="TimeZone"/>.</summary>
    public string Cron { get; set; } = "";

    /// <summary>IANA.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>BCP 47.</summary>
    public string Language { get; set; } = "en";

    public bool IsActive { get; set; } = true;

    /// <summary>The last moment that the cron expression named and a run was made for; the conditional update of it is what makes one run of each.</summary>
    public DateTime LastDueAt { get; set; } = Times.NotYet;

    public DateTime CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";

    [Holds(PersonalData.Account, "names the member of staff who scheduled it", ErasedBy.AuditRetention)]
    public string CreatedByName { get; set; } = "";

    public int Version { get; set; }
}

public enum ReportKind : byte
{
    ConsentStatus = 1,
    OptInsAndOptOuts = 2,
    OptOutTimeliness = 3,
    EvidenceCompleteness = 4,
    Suppressions = 5,
    Cleaning = 6,
    AccessToPersonalData = 7,
    FrequencyPromise = 8,
}

public enum ReportPeriod : byte
{
    Yesterday = 1,
    LastSevenDays = 2,
    LastThirtyDays = 3,
    LastMonth = 4,
    LastQuarter = 5,
    LastYear = 6,
}
