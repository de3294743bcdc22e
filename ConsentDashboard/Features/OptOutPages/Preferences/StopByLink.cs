using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Features.OptOutPages.Preferences;

/// <summary>She withdraws by the link of a message: from its sender, from every sender, or some cells.</summary>
internal sealed class StopByLink(LedgerWriter ledger, PreferenceQueries queries, KeyStore keys, TimeProvider clock)
{
    /// <param name="Person">By her link.</param>
    /// <param name="Cells">What she withdraws.</param>
    /// <param name="FromEverybody">From every sender, also from those that she has not met yet.</param>
    /// <param name="Did">What she did, in plain words.</param>
    /// <param name="Form">What the form was made with; null for a post without a page.</param>
    public sealed record Input(LinkedPerson Person, ConsentCells Cells, bool FromEverybody, string Did, string? Form);

    /// <summary>Recorded also where she had stopped before: only so does it stand against an older consent that is still on its way.</summary>
    public async Task<Result> ExecuteAsync(Input input, Visitor visitor)
    {
        // Her number is gone, and its keyed hash is on the suppression list: more would only gather data anew.
        if (input.Person.IsErased)
        {
            return Result.Ok;
        }

        var act = ActOf(input, visitor);
        var recorded = await ledger.RecordAsync(act);
        if (recorded is { Failed: false, Value.WasKnown: true } && await queries.IsGivenAsync(input.Person.Id, act.SenderId, act.Cells))
        {
            // The same form again, and something has been given meanwhile: it is a new act.
            recorded = await ledger.RecordAsync(act with { EventKey = Guid.CreateVersion7() });
        }

        return new(recorded.Error);
    }

    private ConsentAct ActOf(Input input, Visitor visitor)
    {
        var now = clock.UtcMilliseconds();
        return new()
        {
            EventKey = FormKey.EventKey(keys.Current.Link.Material, input.Form, now, $"{input.Person.PublicId}:{input.Person.SenderId}:{input.FromEverybody}:{(byte)input.Cells}"),
            SubscriberId = input.Person.Id,
            Type = ConsentEventType.Withdrawn,
            SenderId = input.FromEverybody ? null : input.Person.SenderId,
            Cells = input.Cells,
            Assurance = Assurance.Proven,
            Source = Source.PreferenceLink,
            Method = Method.Link,
            OccurredAt = now,
            Actor = Actor.Person,
            Evidence = visitor.Did(input.Did),
        };
    }
}
