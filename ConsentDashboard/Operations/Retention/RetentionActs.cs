using System.Buffers.Binary;
using System.Security.Cryptography;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Operations.Retention;

/// <summary>
/// What a run records about one person. The keys of the events come from the run and what they are about, so that an act
/// that was recorded is not recorded again, whatever happens to the run's own bookkeeping.
/// </summary>
internal sealed class RetentionActs(RetentionRun run, PolicyDefinition policy, DateTime now)
{
    private static readonly Actor Worker = Actor.System("retention");

    public IReadOnlyList<ConsentAct> Of(DuePerson person) => policy.Action switch
    {
        RetentionAction.Erase => [Act(person, ConsentEventType.Erased, 0) with { OnlyIfUnconfirmed = policy.Trigger == RetentionTrigger.NeverConfirmed }],
        RetentionAction.Restrict => [Act(person, ConsentEventType.Restricted, 0) with { IntervalReason = run.SentenceEn }],
        RetentionAction.Expire => Ended(person, ConsentEventType.Expired),
        RetentionAction.Invalidate => Ended(person, ConsentEventType.Invalidated),
        RetentionAction.EraseEvidence =>
        [
            .. person.Events.Select(proven => Act(person, ConsentEventType.EvidenceExpired, proven.Id) with
            {
                SenderId = proven.SenderId, Kind = proven.Kind, Cells = proven.Cells, RefersTo = proven.EventKey,
            }),
        ],
        _ => throw new InvalidOperationException($"A policy with the action {policy.Action} has nothing to do."),
    };

    // One event for each sender and kind: it names all cells that end.
    private List<ConsentAct> Ended(DuePerson person, ConsentEventType type) =>
    [
        .. person.Cells.GroupBy(cell => (cell.SenderId, cell.Kind)).Select(ended => Act(person, type, (ended.Key.SenderId * 4) + (byte)ended.Key.Kind) with
        {
            SenderId = ended.Key.SenderId,
            Kind = ended.Key.Kind,
            Cells = ended.Aggregate(ConsentCells.None, (all, cell) => all | Domain.Consents.Cells.Of(cell.Channel, cell.MessageType)),
        }),
    ];

    private ConsentAct Act(DuePerson person, ConsentEventType type, long about) => new()
    {
        EventKey = KeyOf(person.SubscriberId, about),
        SubscriberId = person.SubscriberId,
        Type = type,
        Source = Source.System,
        OccurredAt = now,
        Actor = Worker,
        IfHeadSeq = person.HeadSeq,
        IfActivityAt = person.LastActivityAt,
        UnlessHeld = true,
        UnlessAsked = policy.Action is RetentionAction.Erase or RetentionAction.EraseEvidence,
    };

    private Guid KeyOf(long subscriber, long about)
    {
        Span<byte> named = stackalloc byte[3 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(named, run.PublicId.Value);
        BinaryPrimitives.WriteInt64BigEndian(named[sizeof(long)..], subscriber);
        BinaryPrimitives.WriteInt64BigEndian(named[(2 * sizeof(long))..], about);
        return new Guid(SHA256.HashData(named).AsSpan(0, 16), bigEndian: true);
    }
}
