using System.Globalization;
using System.Text.Json.Nodes;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>A consent as a record of ISO/IEC TS 27560, JSON-LD in the terms of the W3C Data Privacy Vocabulary 2.3.</summary>
internal static class ConsentRecord
{
    public const string Schema = "https://w3id.org/dpv/schema/dpv-27560#record";

    /// <returns>Null where it neither stands nor was withdrawn, or where none was ever given on a wording of ours.</returns>
    public static JsonObject? Of(Consent cell, Subscriber person, Sender sender, IReadOnlyList<ConsentEvent> acts, Dictionary<(long, string?), WordingOfEvent> wordings)
    {
        var bit = Cells.Of(cell.Channel, cell.MessageType);
        var given = acts.LastOrDefault(e => !e.IsTest && e.Type is ConsentEventType.Given or ConsentEventType.Confirmed && e.SenderId == cell.SenderId && e.Kind == cell.Kind && (e.Cells & bit) != ConsentCells.None);
        if (cell.State is not (ConsentState.Given or ConsentState.Withdrawn)
            || given?.NoticeVersionId is not { } version
            || !wordings.TryGetValue((version, given.Language), out var wording))
        {
            return null;
        }

        // A withdrawal for all senders names none.
        var status = cell.State == ConsentState.Given
            ? given
            : acts.LastOrDefault(e => !e.IsTest && e.Type == ConsentEventType.Withdrawn && (e.SenderId ?? cell.SenderId) == cell.SenderId && e.Kind == cell.Kind && (e.Cells & bit) != ConsentCells.None) ?? given;
        var identifier = $"{given.EventKey}:{Cells.KeyOf(Cells.IndexOf(cell.Channel, cell.MessageType))}";
        var controller = Controller(sender);
        return new()
        {
            ["@context"] = Context(),
            ["@id"] = $"urn:consent:{identifier}",
            ["@type"] = "dpv:ConsentRecord",
            ["dct:identifier"] = identifier,
            ["dct:conformsTo"] = Schema,
            ["dpv:hasDataSubject"] = new JsonObject { ["@id"] = $"urn:subscriber:{person.PublicId}", ["@type"] = "dpv:DataSubject", ["dct:identifier"] = $"{person.PublicId}" },
            ["dpv:hasDataController"] = controller,
            ["dpv:hasJurisdiction"] = new JsonArray($"loc:{person.Region}"),
            ["dpv:hasLegalBasis"] = IsEuropean(person.Region) ? "eu-gdpr:A6-1-a" : "dpv:ExplicitlyExpressedConsent",
            ["dpv:hasRight"] = Rights(IsEuropean(person.Region)),
            ["dpv:hasNotice"] = Notice(wording),
            ["dpv:hasProcess"] = Process(cell, sender, wording),
            ["dpv:hasConsentControl"] = new JsonArray(new JsonObject { ["@type"] = "dpv:WithdrawConsent", ["dct:description"] = wording.Shown.HowToWithdraw }),
            ["dpv:hasConsentStatus"] = $"dpv:Consent{cell.State}",
            ["dpv:isIndicatedBy"] = "dpv:DataSubject",
            ["dpv:isIndicatedAtTime"] = Time(status.OccurredAt),
            ["dpv:hasIndicationMethod"] = $"{status.Method}",
            ["dpv:hasDuration"] = Duration(cell),
        };
    }

    private static JsonObject Context() => new()
    {
        ["dpv"] = "https://w3id.org/dpv#",
        ["dct"] = "http://purl.org/dc/terms/",
        ["pd"] = "https://w3id.org/dpv/pd#",
        ["loc"] = "https://w3id.org/dpv/loc#",
        ["eu-gdpr"] = "https://w3id.org/dpv/legal/eu/gdpr#",
        ["rdf"] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        ["xsd"] = "http://www.w3.org/2001/XMLSchema#",
    };

    private static JsonObject Controller(Sender sender) => new()
    {
        ["@id"] = $"urn:sender:{sender.PublicId}",
        ["@type"] = "dpv:DataController",
        ["dpv:hasName"] = sender.LegalName.Length > 0 ? sender.LegalName : sender.Name,
        ["dpv:hasContact"] = sender.SupportPhone.Length > 0 ? sender.SupportPhone : sender.ContactPage,
        ["dpv:hasAddress"] = sender.PostalAddress,
    };

    private static JsonObject Notice(WordingOfEvent wording) => new()
    {
        ["@id"] = $"urn:notice:{wording.Version.PublicId}",
        ["@type"] = "dpv:ConsentNotice",
        ["dct:title"] = wording.Shown.Title,
        ["dct:issued"] = Time(wording.Version.PublishedAt ?? DateTime.UnixEpoch),
        ["dct:language"] = wording.Shown.Language,
        ["dct:hasVersion"] = $"{wording.Version.Number}",
    };

    private static JsonObject Process(Consent cell, Sender sender, WordingOfEvent wording) => new()
    {
        ["@type"] = "dpv:Process",
        ["dpv:hasPurpose"] = Purposes(cell, wording),
        ["dpv:hasPersonalData"] = new JsonArray("pd:TelephoneNumber"),
        ["dpv:hasProcessing"] = new JsonArray("dpv:Collect", "dpv:Store", "dpv:Use"),
        ["dpv:hasStorageCondition"] = new JsonArray(new JsonObject
        {
            ["@type"] = "dpv:StorageDuration",
            ["dpv:hasDuration"] = string.Create(CultureInfo.InvariantCulture, $"P{sender.ProofRetentionMonths}M"),
            ["dct:description"] = wording.Shown.Keeping,
        }),
        ["dpv:hasRecipient"] = new JsonArray(new JsonObject { ["@id"] = $"urn:sender:{sender.PublicId}", ["dpv:hasName"] = sender.LegalName.Length > 0 ? sender.LegalName : sender.Name }),
    };

    private static JsonArray Purposes(Consent cell, WordingOfEvent wording)
    {
        var term = cell.MessageType switch
        {
            MessageType.Informational => "dpv:CommunicationForCustomerCare",
            MessageType.Advertising => "dpv:Advertising",
            _ => "dpv:DirectMarketing",
        };
        return wording.Shown.Purposes.Count == 0
            ? [term]
            : [.. wording.Shown.Purposes.Select((words, at) => new JsonObject { ["@type"] = term, ["dct:identifier"] = wording.Purposes[at].Code, ["dct:title"] = words })];
    }

    private static JsonArray Rights(bool european) => european
        ? [Right("eu-gdpr:A7-3"), Right("eu-gdpr:A15"), Right("eu-gdpr:A16"), Right("eu-gdpr:A17"), Right("eu-gdpr:A21")]
        : [new JsonObject { ["@type"] = "dpv:DataSubjectRight", ["dct:title"] = "Withdraw consent, access, correct and erase the data" }];

    private static JsonObject Right(string article) => new() { ["@id"] = article, ["@type"] = "dpv:DataSubjectRight" };

    private static JsonObject Duration(Consent cell) => cell.ExpiresAt == Times.Never
        ? new() { ["@type"] = "dpv:UntilEventDuration", ["rdf:value"] = "dpv:ConsentWithdrawn" }
        : new() { ["@type"] = "dpv:UntilTimeDuration", ["rdf:value"] = Time(cell.ExpiresAt) };

    private static JsonObject Time(DateTime at) => new() { ["@type"] = "xsd:dateTime", ["@value"] = at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) };

    // The EEA and the United Kingdom, whose law says the same.
    private static bool IsEuropean(string region) => Array.BinarySearch(European, region, StringComparer.Ordinal) >= 0;

    private static readonly string[] European =
    [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
    ];
}
