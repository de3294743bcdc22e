using System.Buffers.Binary;
using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.OptOut;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Features.Requests;

/// <summary>The withdrawal that follows from a request: the same act that staff record for a caller. One a request, however often it is asked for.</summary>
public sealed class StopByRequest(LedgerWriter ledger, Origins origins, TimeProvider clock)
{
    public Task<Result<RecordedAct>> RecordAsync(PersonRequest request, E164Number number, Actor actor) => RecordAsync(request, actor, null, number);

    public Task<Result<RecordedAct>> RecordAsync(PersonRequest request, long subscriber, Actor actor) => RecordAsync(request, actor, subscriber, null);

    /// <summary>A key that is the same each time, so that whatever is tried again is recorded once.</summary>
    internal static Guid KeyOf(PersonRequest request, string act)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, request.PublicId.Value);
        return new(SHA256.HashData([.. bytes, .. System.Text.Encoding.ASCII.GetBytes(act)]).AsSpan(0, 16), bigEndian: true);
    }

    private Task<Result<RecordedAct>> RecordAsync(PersonRequest request, Actor actor, long? subscriber, E164Number? number)
    {
        var act = new ConsentAct
        {
            EventKey = KeyOf(request, "stop"),
            SubscriberId = subscriber,
            Number = number,
            Language = request.Language,
            Type = ConsentEventType.Withdrawn,
            SenderId = request.SenderId,
            Cells = ConsentCells.All,
            Assurance = Assurance.Asserted,
            Source = Source.Staff,
            Method = request.ReceivedBy == "call" ? Method.Call : Method.Form,
            OccurredAt = clock.UtcMilliseconds(),

            // How long a letter lay on the table counts.
            ArrivedAt = request.ReceivedAt,
            Actor = actor,
            Origin = origins.OfAgent(actor),
            Evidence = new() { Operator = actor.Key, Note = $"request {request.PublicId}" },
        };
        return ledger.RecordAsync(act, new AuditDraft(actor, AuditAction.ConsentWithdrawn, subscriber, $"{request.PublicId}", Details: """{"request":true}"""));
    }
}
