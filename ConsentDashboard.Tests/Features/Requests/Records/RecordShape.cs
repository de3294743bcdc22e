using System.Text.Json.Nodes;

namespace ConsentDashboard.Tests.Features.Requests.Records;

/// <summary>What the value of a property has to be, after the context has been applied to it as JSON-LD does.</summary>
internal enum ValueKind
{
    /// <summary>A thing by its address, nothing else.</summary>
    Iri,
    Text,
    Time,

    /// <summary>A node with its own properties.</summary>
    Node,
}

/// <summary>The required properties of a consent record (ISO/IEC TS 27560 in the terms of DPV 2.3), and what is wrong with one.</summary>
internal static class RecordShape
{
    private static readonly Property[] Record =
    [
        new("dct:identifier", ValueKind.Text),
        new("dct:conformsTo", ValueKind.Iri),
        new("dpv:hasDataSubject", ValueKind.Node, "dpv:DataSubject", [new("dpv:hasIdentifier", ValueKind.Text)]),
        new("dpv:hasDataController", ValueKind.Node, "dpv:DataController", [new("dpv:hasIdentifier", ValueKind.Text), new("dpv:hasName", ValueKind.Text)]),
        new("dpv:hasJurisdiction", ValueKind.Iri),
        new("dpv:hasLegalBasis", ValueKind.Iri),
        new("dpv:hasRight", ValueKind.Node, "dpv:DataSubjectRight", [new("dpv:isExercisedAt", ValueKind.Iri)]),
        new("dpv:hasNotice", ValueKind.Node, "dpv:ConsentNotice", [new("dct:date", ValueKind.Time), new("dct:language", ValueKind.Text)]),
        new("dpv:hasProcess", ValueKind.Node, "dpv:Process",
        [
            new("dpv:hasPurpose", ValueKind.Node, "dpv:Purpose", [new("skos:broader", ValueKind.Iri), new("dct:identifier", ValueKind.Text)]),
            new("dpv:hasPersonalData", ValueKind.Iri),
            new("dpv:hasStorageCondition", ValueKind.Node, "dpv:StorageDuration", [new("dpv:hasDuration", ValueKind.Text)]),
            new("dpv:hasStorageCondition", ValueKind.Node, "dpv:StorageLocation", [new("dpv:hasLocation", ValueKind.Iri)]),
            new("dpv:hasRecipient", ValueKind.Node, "dpv:Recipient", [new("dpv:hasName", ValueKind.Text), new("dpv:hasIdentifier", ValueKind.Text)]),
        ]),
        new("dpv:hasConsentControl", ValueKind.Node, "dpv:WithdrawConsent", [new("dpv:isExercisedAt", ValueKind.Iri)]),
        new("dpv:hasConsentStatus", ValueKind.Node, null,
        [
            new("dpv:isIndicatedBy", ValueKind.Iri),
            new("dpv:isIndicatedAtTime", ValueKind.Time),
            new("dpv:hasDuration", ValueKind.Node, null, [new("rdf:value", null)]),
        ]),
    ];

    private static readonly string[] States =
        ["dpv:ConsentGiven", "dpv:ConsentWithdrawn", "dpv:ConsentExpired", "dpv:ConsentRefused", "dpv:ConsentInvalidated", "dpv:ConsentRequested"];

    /// <returns>Empty where nothing is wrong.</returns>
    public static IReadOnlyList<string> Faults(JsonObject record)
    {
        var context = record["@context"] as JsonObject ?? [];
        List<string> faults = [.. Faults(record, Record, "", context)];
        if ((string?)record["@type"] != "dpv:ConsentRecord")
        {
            faults.Add("@type");
        }

        faults.AddRange(Values(record["dpv:hasConsentStatus"]).Where(status => !States.Contains(TypesOf(status).FirstOrDefault())).Select(_ => "dpv:hasConsentStatus/@type"));
        faults.AddRange(Addresses(record, context, "").Where(found => !IsAddress(found.Value, context)).Select(found => found.Path));
        return faults;
    }

    /// <summary>The paths of all required properties.</summary>
    public static IEnumerable<string[]> Paths => Record.SelectMany(property => Below(property, []));

    /// <summary>The paths of those whose value names a thing.</summary>
    public static IEnumerable<string[]> IriPaths => Record.SelectMany(property => Below(property, [], ValueKind.Iri));

    private static IEnumerable<string[]> Below(Property property, string[] above, ValueKind? only = null) =>
        [.. only is null || property.Kind == only ? new[] { (string[])[.. above, property.Name] } : [], .. (property.Inner ?? []).SelectMany(inner => Below(inner, [.. above, property.Name], only))];

    private static IEnumerable<string> Faults(JsonNode? node, Property[] properties, string path, JsonObject context) => properties.SelectMany(property =>
    {
        var here = $"{path}/{property.Name}";
        var values = Values((node as JsonObject)?[property.Name]).ToList();
        var typed = property.Type is null ? values : values.FindAll(value => TypesOf(value).Contains(property.Type));
        return typed.Count == 0 || values.Exists(value => property.Kind is { } kind && KindOf(property.Name, value, context) != kind)
            ? [here]
            : typed.SelectMany(value => Faults(value, property.Inner ?? [], here, context));
    });

    private static ValueKind KindOf(string name, JsonNode? value, JsonObject context) => value switch
    {
        JsonObject { Count: 1 } reference when reference.ContainsKey("@id") => ValueKind.Iri,
        JsonObject literal when literal.ContainsKey("@value") => (string?)literal["@type"] == "xsd:dateTime" ? ValueKind.Time : ValueKind.Text,
        JsonObject => ValueKind.Node,
        _ when (string?)(context[name] as JsonObject)?["@type"] == "@id" => ValueKind.Iri,
        _ => ValueKind.Text,
    };

    // A compact address has a prefix that the context explains; any other has a scheme.
    private static bool IsAddress(string value, JsonObject context) =>
        value.Split(':', 2) is [var prefix, { Length: > 0 }] && (context[prefix] is JsonValue || prefix is "urn" or "https" or "http" or "tel") && Uri.IsWellFormedUriString(value, UriKind.Absolute);

    private static IEnumerable<(string Path, string Value)> Addresses(JsonNode? node, JsonObject context, string path) => node switch
    {
        JsonArray list => list.SelectMany(item => Addresses(item, context, path)),
        JsonObject { } inner when !inner.ContainsKey("@value") => inner.Where(pair => pair.Key != "@context").SelectMany(pair =>
            pair.Key is "@id" or "@type" || (string?)(context[pair.Key] as JsonObject)?["@type"] == "@id"
                ? Values(pair.Value).SelectMany(value => value is JsonValue ? [($"{path}/{pair.Key}", (string)value!)] : Addresses(value, context, $"{path}/{pair.Key}"))
                : Addresses(pair.Value, context, $"{path}/{pair.Key}")),
        _ => [],
    };

    private static IEnumerable<JsonNode?> Values(JsonNode? node) => node switch
    {
        null => Array.Empty<JsonNode?>(),
        JsonArray list => list,
        _ => new[] { node },
    };

    private static IEnumerable<string?> TypesOf(JsonNode? node) => Values((node as JsonObject)?["@type"]).Select(type => (string?)type);

    private sealed record Property(string Name, ValueKind? Kind, string? Type = null, Property[]? Inner = null);
}
