using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.OptOutPages.Preferences;

/// <summary>
/// She takes back what she did by the link within five minutes. It brings back only what she had agreed to right before,
/// and nothing that anything else has stopped since.
/// </summary>
internal sealed class UndoStop(PreferenceQueries queries, LedgerWriter ledger, TimeProvider clock)
{
    public static readonly Error Over = new("Undo.Over", ErrorKind.Conflict);
    public static readonly Error Nothing = new("Undo.Nothing", ErrorKind.Conflict);

    public async Task<Result> ExecuteAsync(LinkedPerson person, Visitor visitor, CancellationToken cancellation)
    {
        var outlook = await queries.OutlookAsync(person, cancellation);
        Error? refusal = outlook switch
        {
            { IsDone: true } => null,
            { Parts.Count: 0 } => Nothing,
            { IsOver: true } => Over,
            _ => null,
        };
        if (refusal is not null)
        {
            return refusal;
        }

        var refused = 0;
        foreach (var (number, part) in outlook.Parts.Index())
        {
            var recorded = await ledger.RecordAsync(ActOf(person, visitor, outlook.Withdrawal, number, part));
            if (recorded.Failed && recorded.Error != LedgerErrors.NewerWithdrawal)
            {
                return recorded.Error;
            }

            refused += recorded.Failed ? 1 : 0;
        }

        return refused > 0 && refused == outlook.Parts.Count ? Nothing : Result.Ok;
    }

    private ConsentAct ActOf(LinkedPerson person, Visitor visitor, Guid withdrawal, int number, UndoPart part) => new()
    {
        EventKey = new(SHA256.HashData([.. withdrawal.ToByteArray(bigEndian: true), .. BitConverter.GetBytes(number)]).AsSpan(0, 16), bigEndian: true),
        SubscriberId = person.Id,
        Language = part.Language,
        Type = ConsentEventType.Given,
        SenderId = part.SenderId,
        Kind = part.Kind,
        Cells = part.Cells,
        Source = Source.PreferenceLink,
        Method = Method.Link,
        OccurredAt = clock.UtcMilliseconds(),
        Actor = Actor.Person,
        NoticeVersionId = part.NoticeVersionId,
        CollectionPointId = part.CollectionPointId,
        RefersTo = withdrawal,
        Undoes = withdrawal,
        Evidence = visitor.Did("undid her withdrawal within five minutes by the same link"),
    };
}
