using System.Text.Json;
using System.Text.Json.Serialization;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Features.Consents;

/// <summary>An opt-in that another system passes on. A property that is not declared here is refused and named (minimisation).</summary>
public sealed record ConsentRequest
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>In E.164, or in any usual form of <see cref="Region"/>.</summary>
    public string? Phone { get; init; }

    /// <summary>ISO 3166 region for a number without a calling code; the collection point's where it is absent.</summary>
    public string? Region { get; init; }

    /// <summary>The sender's public id; may be left out, because the collection point has one.</summary>
    public string? Sender { get; init; }

    /// <summary><c>sms</c>, <c>call</c>: with <see cref="MessageTypes"/>, every pair of them.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    /// <summary><c>informational</c>, <c>advertising</c>, <c>promotional</c>.</summary>
    public IReadOnlyList<string>? MessageTypes { get; init; }

    /// <summary>Instead of channels and message types: pairs such as <c>sms-promotional</c>.</summary>
    public IReadOnlyList<string>? Cells { get; init; }

    /// <summary>The point's public id or the last part of its form's address.</summary>
    public string? CollectionPoint { get; init; }

    /// <summary>The public id of the wording that was shown.</summary>
    public string? NoticeVersion { get; init; }

    /// <summary>The public id of the document on processing that she agreed to, where the sender needs one.</summary>
    public string? ProcessingNoticeVersion { get; init; }

    /// <summary>BCP 47: in which language the wording was shown.</summary>
    public string? Language { get; init; }

    /// <summary><c>tickedBox</c>, <c>link</c>, <c>smsKeyword</c>, <c>spoken</c> or <c>paper</c>.</summary>
    public string? Method { get; init; }

    /// <summary>When the person acted, with its offset from UTC: <c>2026-11-23T14:05:00+00:00</c>.</summary>
    public string? OccurredAt { get; init; }

    public ConsentEvidence? Evidence { get; init; }

    /// <summary>The customer number in the other system, if any.</summary>
    public string? ExternalRef { get; init; }

    /// <summary>Answers what would happen, and stores nothing.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What proves it; which parts are needed depends on the method.</summary>
public sealed record ConsentEvidence
{
    public string? AffirmativeAct { get; init; }

    public string? IpAddress { get; init; }

    public string? UserAgent { get; init; }

    public string? PageAddress { get; init; }

    public string? Referrer { get; init; }

    public IReadOnlyDictionary<string, bool>? Boxes { get; init; }

    /// <summary>Only fields that the collection point declares.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    public string? MessageId { get; init; }

    public string? RawText { get; init; }

    public string? RecordingReference { get; init; }

    public string? ScanReference { get; init; }

    public string? Operator { get; init; }

    public string? Note { get; init; }

    public EvidenceDocument ToDocument(string? rawPhone) => new()
    {
        AffirmativeAct = AffirmativeAct,
        IpAddress = IpAddress,
        UserAgent = UserAgent,
        PageAddress = PageAddress,
        Referrer = Referrer,
        Boxes = Boxes,
        Fields = Fields,
        MessageId = MessageId,
        RawText = RawText,
        RecordingReference = RecordingReference,
        ScanReference = ScanReference,
        Operator = Operator,
        Note = Note,
        RawPhone = rawPhone,
    };
}

/// <summary>The event that records it.</summary>
/// <param name="Id">The event; null in a dry run.</param>
/// <param name="Subscriber">The person's public id; null where the number is new and the run is dry.</param>
/// <param name="State"><c>given</c>, or <c>requested</c> while a code that was sent to the number waits for her answer.</param>
/// <param name="Cells">What it is given or requested for.</param>
/// <param name="RefusedCells">What a newer withdrawal of hers keeps shut.</param>
/// <param name="RecordedAt">UTC.</param>
public sealed record ConsentResponse(Guid? Id, string? Subscriber, string State, IReadOnlyList<string> Cells, IReadOnlyList<string> RefusedCells, DateTime RecordedAt, bool DryRun);
