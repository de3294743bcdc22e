namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>What kind of tampering or damage a finding shows.</summary>
public enum FindingKind
{
    EventChanged,
    EventMissing,
    EventOutOfPlace,
    EvidenceChanged,
    EvidenceMissing,
    NoticeChanged,
    BatchChanged,
    BatchMissing,
    SignatureWrong,
    ChainBroken,
    NumberChanged,
    SubscriberMissing,
    SuppressionChanged,
    SuppressionMissing,
    ProjectionDiffers,
    HeadDiffers,
    JournalDiffers,
    AuditChanged,
}

/// <summary>One place where the ledger does not hold.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="EventId">The event concerned; null where it is not about one.</param>
/// <param name="BatchSeq">The batch concerned; null where it is not about one.</param>
/// <param name="SubscriberId">The subscriber concerned; null where it is not about one.</param>
/// <param name="Detail">In English, for the log and the command line; holds no personal data.</param>
public sealed record Finding(FindingKind Kind, long? EventId, long? BatchSeq, long? SubscriberId, string Detail);

/// <summary>The outcome of a verification.</summary>
/// <param name="Events">How many events were checked.</param>
/// <param name="Batches">How many batches.</param>
/// <param name="AuditEntries">How many audit entries.</param>
/// <param name="Subscribers">How many subscribers.</param>
/// <param name="AnchoredSeq">The newest batch that the journal outside the database knows.</param>
/// <param name="Findings">What does not hold, the first broken event first; empty when the ledger holds.</param>
public sealed record LedgerReport(long Events, long Batches, long AuditEntries, long Subscribers, long AnchoredSeq, IReadOnlyList<Finding> Findings)
{
    public bool Holds => Findings.Count == 0;

    public Finding? First => Findings.Count > 0 ? Findings[0] : null;
}

/// <summary>Collects findings from several threads, up to a limit: one is enough to know, some help to find out why.</summary>
internal sealed class Findings
{
    private const int Limit = 50;

    private readonly Lock _lock = new();
    private readonly List<Finding> _list = [];

    public void Add(FindingKind kind, string detail, long? eventId = null, long? batchSeq = null, long? subscriberId = null)
    {
        lock (_lock)
        {
            if (_list.Count < Limit)
            {
                _list.Add(new(kind, eventId, batchSeq, subscriberId, detail));
            }
        }
    }

    public IReadOnlyList<Finding> Sorted()
    {
        lock (_lock)
        {
            return [.. _list.OrderBy(finding => finding.EventId ?? long.MaxValue).ThenBy(finding => finding.BatchSeq ?? long.MaxValue).ThenBy(finding => finding.Kind)];
        }
    }
}
