using System.Text.Json.Nodes;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Features.Requests.Answers.Records;

/// <summary>A consent as a record of ISO/IEC TS 27560, JSON-LD in the terms of the W3C Data Privacy Vocabulary 2.3.</summary>
internal static class ConsentRecord
{
    public const string Schema = "https://w3id.org/dpv/schema/dpv-27560#record";

    /// <returns>Null where nothing became of it that she was asked on a wording of ours.</returns>
    public static JsonObject? Of(Consent cell, RecordSource source)
    {
        var history = new CellHistory(cell, source.Acts);
        if (history.Asked is not { NoticeVersionId: { } version } asked || !source.Wordings.TryGetValue((version, asked.Language), out var wording))
        {
            return null;
        }

        var sender = source.Senders[cell.SenderId];
        var identifier = $"{asked.EventKey}:{Cells.KeyOf(Cells.IndexOf(cell.Channel, cell.MessageType))}";
        var withdrawAt = source.WithdrawAt(sender);
        var region = source.Person.Region == "ZZ" ? sender.DefaultRegion : source.Person.Region;
        return new()
        {
            ["@context"] = RecordContext.Write(),
            ["@id"] = $"urn:consent:{identifier}",
            ["@type"] = "dpv:ConsentRecord",
            ["dct:identifier"] = identifier,
            ["dct:conformsTo"] = Schema,
            ["dpv:hasDataSubject"] = RecordParties.Subject(source.Person),
            ["dpv:hasDataController"] = RecordParties.Controller(sender),
            ["dpv:hasJurisdiction"] = new JsonArray($"loc:{region}"),
            ["dpv:hasLegalBasis"] = Jurisdictions.IsEuropean(region) ? "eu-gdpr:A6-1-a" : "dpv:ExpressedConsent",
            ["dpv:hasRight"] = RecordRights.Of(Jurisdictions.IsEuropean(region), withdrawAt, RecordParties.AddressOf(sender) ?? withdrawAt),
            ["dpv:hasNotice"] = Notice(wording),
            ["dpv:hasProcess"] = RecordProcess.Of(cell, sender, wording, source.Recipients),
            ["dpv:hasConsentControl"] = new JsonArray(new JsonObject { ["@type"] = "dpv:WithdrawConsent", ["dpv:isExercisedAt"] = withdrawAt, ["dct:description"] = wording.Shown.HowToWithdraw }),
            ["dpv:hasConsentStatus"] = history.Write(source.Now),
        };
    }

    private static JsonObject Notice(WordingOfEvent wording)
    {
        JsonObject notice = new()
        {
            ["@id"] = $"urn:notice:{wording.Version.PublicId}",
            ["@type"] = "dpv:ConsentNotice",
            ["dct:title"] = wording.Shown.Title,
            ["dct:language"] = wording.Shown.Language,
            ["dct:hasVersion"] = $"{wording.Version.Number}",
        };
        if (wording.Version.PublishedAt is { } at)
        {
            notice["dct:date"] = RecordContext.Time(at);
        }

        return notice;
    }
}
