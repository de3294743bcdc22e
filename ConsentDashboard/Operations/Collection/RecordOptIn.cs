using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.Collection;

/// <summary>What somebody agreed to at a collection point, with its proof.</summary>
public sealed record OptIn
{
    public required PublicPoint Point { get; init; }

    /// <summary>The wording that she was shown.</summary>
    public required PublicWording Contact { get; init; }

    public required ConsentCells Cells { get; init; }

    /// <summary>The document on processing that she agreed to; needed where the sender's law wants one.</summary>
    public PublicWording? Processing { get; init; }

    public required E164Number Number { get; init; }

    /// <summary>BCP 47: in which language the wording was shown.</summary>
    public required string Language { get; init; }

    public required Source Source { get; init; }

    public required Method Method { get; init; }

    public required DateTime OccurredAt { get; init; }

    public required Actor Actor { get; init; }

    public required EvidenceDocument Evidence { get; init; }

    /// <summary>Names what was sent in: the same comes twice as one.</summary>
    public required Guid Submission { get; init; }

    public string? ExternalRef { get; init; }

    /// <summary>The code goes out only so often from one address; null where another system passes it on.</summary>
    public string? Address { get; init; }

    /// <summary>Whether the person is asked to confirm; a spoken or paper opt-in is proven otherwise.</summary>
    public bool AsksToConfirm { get; init; }
}

/// <summary>What became of it.</summary>
/// <param name="Act">The event on contact.</param>
/// <param name="WaitsForCode">She has been sent a code; nothing is given before she answers.</param>
public sealed record OptInOutcome(RecordedAct Act, bool WaitsForCode);

/// <summary>
/// Records an opt-in from any door: consent given at once, or a request that waits for a code. Where the sender's law
/// wants a document on processing, that is an event of its own.
/// </summary>
public sealed class RecordOptIn(LedgerWriter ledger, SendLimits limits, ConfirmationCodes codes, TextMessages texts, TimeProvider clock)
{
    /// <param name="audit">Where staff or another system acted: who, written with the event.</param>
    public async Task<Result<OptInOutcome>> ExecuteAsync(OptIn optIn, AuditDraft? audit = null)
    {
        if (Refusal(optIn) is { } refusal)
        {
            return refusal;
        }

        var code = optIn.AsksToConfirm ? ConfirmationCodes.New() : null;
        if (code is not null && !await limits.TakeAsync(optIn.Number, optIn.Address))
        {
            return CollectionErrors.TooManyCodes;
        }

        var contact = Act(optIn, optIn.Contact, optIn.Submission, code);
        if (code is not null)
        {
            contact = contact with { Outbox = [Text(optIn.Point, optIn.Contact, optIn.Language, optIn.Number, optIn.Submission, code)] };
        }

        // Both are enqueued before either is awaited, so that they are durable together.
        var processing = optIn.Processing is { } document ? ledger.RecordAsync(Act(optIn, document, Second(optIn.Submission), code)) : null;
        var recorded = await ledger.RecordAsync(contact, audit);
        if (processing is not null && await processing is { Failed: true, Error: { } error })
        {
            return error;
        }

        return recorded.Failed ? recorded.Error : new OptInOutcome(recorded.Value, code is not null);
    }

    /// <summary>What it would come to. Nothing is stored, no code is made and none counts as sent.</summary>
    public async Task<Result<OptInOutcome>> RehearseAsync(OptIn optIn)
    {
        if (Refusal(optIn) is { } refusal)
        {
            return refusal;
        }

        var code = optIn.AsksToConfirm ? ConfirmationCodes.New() : null;
        if (optIn.Processing is { } document && await ledger.RehearseAsync(Act(optIn, document, Second(optIn.Submission), code)) is { Failed: true, Error: { } error })
        {
            return error;
        }

        var contact = await ledger.RehearseAsync(Act(optIn, optIn.Contact, optIn.Submission, code));
        return contact.Failed ? contact.Error : new OptInOutcome(contact.Value, code is not null);
    }

    internal OutboxDraft Text(PublicPoint point, PublicWording wording, string language, E164Number number, Guid key, string code)
    {
        var words = wording.In(language, point.Sender.Languages).ConfirmationText;
        var text = words.Contains("{0}", StringComparison.Ordinal) ? words.Replace("{0}", code, StringComparison.Ordinal) : $"{words} {code}";
        return texts.Draft(key, new(point.Sender.Id, number.Value, text), MessageKinds.ConfirmationCode);
    }

    private static Error? Refusal(OptIn optIn) => optIn switch
    {
        { Point.IsOpen: false } => CollectionErrors.Closed,
        { Contact.Status: not Domain.Notices.NoticeStatus.Published } or { Processing: { Status: not Domain.Notices.NoticeStatus.Published } } => CollectionErrors.RetiredWording,
        { Cells: ConsentCells.None } => CollectionErrors.NoBox,
        _ when (optIn.Cells & ~optIn.Contact.Cells) != ConsentCells.None => CollectionErrors.NotAsked,
        { Point.Sender.NeedsProcessingConsent: true, Processing: null } => CollectionErrors.NoProcessing,
        _ when !optIn.Point.Takes(optIn.Number.Region) => CollectionErrors.OtherCountry,
        _ when Missing(optIn) is { } missing => LedgerErrors.EvidenceMissing(missing),
        _ => null,
    };

    // The ledger asks it of a consent; a request that waits for a code has to be proven just as well before the code goes.
    private static string? Missing(OptIn optIn)
    {
        var asGiven = new ConsentEvent
        {
            SenderId = optIn.Point.Sender.Id,
            NoticeVersionId = optIn.Contact.Id,
            NoticeContentHash = [],
            CollectionPointId = optIn.Point.Id,
            Cells = optIn.Cells,
            Method = optIn.Method,
        };
        return EvidenceRules.Missing(asGiven, optIn.Evidence).FirstOrDefault();
    }

    private ConsentAct Act(OptIn optIn, PublicWording wording, Guid key, string? code) => new()
    {
        EventKey = key,
        Number = optIn.Number,
        Language = optIn.Language,
        ExternalRef = optIn.ExternalRef,
        Type = code is null ? ConsentEventType.Given : ConsentEventType.Requested,
        SenderId = optIn.Point.Sender.Id,
        Kind = wording.Kind,
        Cells = optIn.Cells & wording.Cells,
        Source = optIn.Source,
        Method = optIn.Method,
        OccurredAt = optIn.OccurredAt,
        Actor = optIn.Actor,
        NoticeVersionId = wording.Id,
        CollectionPointId = optIn.Point.Id,
        IsTest = optIn.Point.IsTest,
        Evidence = optIn.Evidence,
        Pending = code is null ? null : new(optIn.Submission, codes.Hash(optIn.Submission, code), clock.UtcMilliseconds().AddHours(optIn.Point.DoubleOptInHours)),
    };

    /// <summary>The key of the second event of one submission.</summary>
    private static Guid Second(Guid submission) => new(SHA256.HashData([.. submission.ToByteArray(bigEndian: true), 2]).AsSpan(0, 16), bigEndian: true);
}
