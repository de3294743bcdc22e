using System.Globalization;
using System.Text.Json.Nodes;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Senders;

namespace ConsentDashboard.Features.Requests.Answers.Records;

/// <summary>What is done with the number, and for what.</summary>
internal static class RecordProcess
{
    public static JsonObject Of(Consent cell, Sender sender, WordingOfEvent wording, IReadOnlyList<AnswerRecipient> recipients) => new()
    {
        ["@type"] = "dpv:Process",
        ["dpv:hasPurpose"] = Purposes(cell, wording),
        ["dpv:hasPersonalData"] = new JsonArray("pd:TelephoneNumber"),
        ["dpv:hasProcessing"] = new JsonArray("dpv:Collect", "dpv:Store", "dpv:Use"),
        ["dpv:hasStorageCondition"] = new JsonArray(
            new JsonObject
            {
                ["@type"] = "dpv:StorageDuration",
                ["dpv:hasDuration"] = new JsonObject { ["@type"] = "xsd:duration", ["@value"] = string.Create(CultureInfo.InvariantCulture, $"P{sender.ProofRetentionMonths}M") },
                ["dct:description"] = wording.Shown.Keeping,
            },
            new JsonObject
            {
                ["@type"] = "dpv:StorageLocation",
                ["dpv:hasLocation"] = "dpv:FixedLocation",
                ["dct:description"] = $"On the servers that {RecordParties.NameOf(sender)} runs, and in their backups",
            }),
        ["dpv:hasRecipient"] = RecordParties.Recipients(sender, recipients),
    };

    // What the cell is about is known; of the wording's purposes only where it asks for one type of message, or names one.
    private static JsonArray Purposes(Consent cell, WordingOfEvent wording)
    {
        var term = TermOf(cell.MessageType);
        var isKnown = wording.Purposes.Count == 1 || wording.Version.Cells.Indexes().Select(Cells.TypeOf).Distinct().Count() == 1;
        JsonArray purposes = [];
        if (!isKnown || wording.Purposes.Count == 0)
        {
            purposes.Add(Purpose(Cells.KeyOf(Cells.IndexOf(cell.Channel, cell.MessageType)), null, term));
        }

        for (var at = 0; at < wording.Purposes.Count; at++)
        {
            purposes.Add(Purpose(wording.Purposes[at].Code, wording.Shown.Purposes[at], isKnown ? term : "dpv:Purpose"));
        }

        return purposes;
    }

    private static JsonObject Purpose(string code, string? words, string broader)
    {
        JsonObject purpose = new() { ["@type"] = "dpv:Purpose", ["skos:broader"] = broader, ["dct:identifier"] = code };
        if (words is not null)
        {
            purpose["dct:title"] = words;
        }

        return purpose;
    }

    private static string TermOf(MessageType type) => type switch
    {
        MessageType.Informational => "dpv:CommunicationForCustomerCare",
        MessageType.Advertising => "dpv:Advertising",
        _ => "dpv:DirectMarketing",
    };
}
