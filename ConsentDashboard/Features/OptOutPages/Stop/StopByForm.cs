using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.OptOut;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Features.OptOutPages.Stop;

/// <summary>Somebody gives a number that no sender here may contact any more. A number that nobody knows is suppressed just the same.</summary>
internal sealed class StopByForm(LedgerWriter ledger, Origins origins, KeyStore keys, TimeProvider clock)
{
    public static readonly Error Trapped = new("Stop.Trapped", ErrorKind.Refused);

    public async Task<Result> ExecuteAsync(StopInput input, string language, Visitor visitor)
    {
        if (input.IsTrapped)
        {
            return Trapped;
        }

        var number = NumberFormats.Parse(input.Number?.Trim(), input.Region ?? "");
        if (number.Failed)
        {
            return number.Error;
        }

        var now = clock.UtcMilliseconds();
        var recorded = await ledger.RecordAsync(new()
        {
            EventKey = FormKey.EventKey(keys.Current.Seal.Material, input.Form, now, number.Value.Value),
            Number = number.Value,
            Language = language,
            Type = ConsentEventType.Withdrawn,
            Cells = ConsentCells.All,
            Assurance = Assurance.Asserted,
            Source = Source.ContactForm,
            Method = Method.Form,
            OccurredAt = now,
            Actor = Actor.Person,
            Origin = origins.OfAddress(visitor.IpAddress),
            Evidence = visitor.Did("typed the number into the contact form and sent it") with { RawPhone = input.Number },
        });
        return new(recorded.Error);
    }
}
