namespace ConsentDashboard.Domain.Consents;

/// <summary>What proves an event, as it was received. Only what the method needs is set; it is stored encrypted.</summary>
public sealed record EvidenceDocument
{
    /// <summary>What the person did, in plain words of the collection point: "ticked the box 'Offers by SMS'".</summary>
    public string? AffirmativeAct { get; init; }

    public string? IpAddress { get; init; }

    public string? UserAgent { get; init; }

    public string? PageAddress { get; init; }

    public string? Referrer { get; init; }

    /// <summary>Each box that was shown, and whether it was ticked.</summary>
    public IReadOnlyDictionary<string, bool>? Boxes { get; init; }

    /// <summary>What she entered in the fields that the collection point declares beyond the number.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    public string? MessageId { get; init; }

    public string? RawText { get; init; }

    /// <summary>The words that a reply was read by.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>The number as it was typed, before normalisation.</summary>
    public string? RawPhone { get; init; }

    public string? RecordingReference { get; init; }

    public string? ScanReference { get; init; }

    /// <summary>The member of staff who recorded it (<c>user:…</c>).</summary>
    public string? Operator { get; init; }

    /// <summary>Where the proof of an imported record lies.</summary>
    public string? ProofReference { get; init; }

    public string? Note { get; init; }
}

/// <summary>What each method has to prove before a consent counts as given (product.md, principle 1; GDPR 7(1)).</summary>
public static class EvidenceRules
{
    /// <returns>The names of what is missing; empty when the evidence is complete.</returns>
    public static IReadOnlyList<string> Missing(ConsentEvent act, EvidenceDocument? evidence)
    {
        List<string> missing = [];
        Require(act.SenderId is not null, "sender");
        Require(act.NoticeVersionId is not null && act.NoticeContentHash is not null, "noticeVersion");

        // A legacy list comes from nowhere that is registered here; its proof reference stands in.
        Require(act.CollectionPointId is not null || act is { Source: Source.Import, Method: Method.ImportedRecord }, "collectionPoint");
        Require(act.Cells != ConsentCells.None, "cells");
        Require(evidence?.AffirmativeAct, "affirmativeAct");
        switch (act.Method)
        {
            case Method.TickedBox:
                Require(evidence?.IpAddress, "ipAddress");
                Require(evidence?.UserAgent, "userAgent");
                Require(evidence?.PageAddress, "pageAddress");
                Require(evidence?.Boxes is { Count: > 0 }, "boxes");
                break;
            case Method.SmsKeyword:
                Require(evidence?.MessageId, "messageId");
                Require(evidence?.RawText, "rawText");
                break;
            case Method.ConfirmationCode:
                Require(act.RefersTo is not null, "request");
                break;
            case Method.Spoken:
                Require(evidence?.RecordingReference, "recordingReference");
                Require(evidence?.Operator, "operator");
                break;
            case Method.Paper:
                Require(evidence?.ScanReference, "scanReference");
                Require(evidence?.Operator, "operator");
                break;
            case Method.ImportedRecord:
                Require(evidence?.ProofReference, "proofReference");
                break;
            case Method.Link:
                Require(evidence?.IpAddress, "ipAddress");
                Require(evidence?.PageAddress, "pageAddress");
                break;
            default:
                missing.Add("method");
                break;
        }

        return missing;

        void Require(object? value, string name)
        {
            if (value is null or false or "")
            {
                missing.Add(name);
            }
        }
    }
}
