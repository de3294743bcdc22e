using System.Globalization;
using System.Text.Json.Nodes;

namespace ConsentDashboard.Features.Requests.Answers.Records;

/// <summary>The prefixes, and which properties name things instead of saying words.</summary>
internal static class RecordContext
{
    private static readonly (string Prefix, string Address)[] Prefixes =
    [
        ("dpv", "https://w3id.org/dpv#"),
        ("dct", "http://purl.org/dc/terms/"),
        ("pd", "https://w3id.org/dpv/pd#"),
        ("loc", "https://w3id.org/dpv/loc#"),
        ("eu-gdpr", "https://w3id.org/dpv/legal/eu/gdpr#"),
        ("skos", "http://www.w3.org/2004/02/skos/core#"),
        ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ];

    private static readonly string[] Things =
    [
        "dct:conformsTo", "dpv:hasJurisdiction", "dpv:hasLegalBasis", "dpv:hasPersonalData", "dpv:hasProcessing", "dpv:hasLocation", "dpv:isExercisedAt", "dpv:isIndicatedBy", "skos:broader",
    ];

    public static JsonObject Write()
    {
        JsonObject context = [];
        foreach (var (prefix, address) in Prefixes)
        {
            context[prefix] = address;
        }

        foreach (var name in Things)
        {
            context[name] = new JsonObject { ["@id"] = name, ["@type"] = "@id" };
        }

        return context;
    }

    public static JsonObject Time(DateTime at) => new() { ["@type"] = "xsd:dateTime", ["@value"] = at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) };

    public static JsonObject Term(string name) => new() { ["@id"] = name };
}
