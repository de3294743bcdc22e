using System.Globalization;
using System.Text.Json;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain.Consents;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Audit;

/// <summary>An entry's details for people: "subscribers 5,000 · events 13,910" of a flat JSON object, anything else as it stands.</summary>
public sealed class AuditDetails(IStringLocalizer<AuditText> words, CellWords cells)
{
    public string Read(string details)
    {
        try
        {
            using var json = JsonDocument.Parse(details);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? string.Join(" · ", json.RootElement.EnumerateObject().Select(pair => $"{Name(pair.Name)}: {Value(pair)}"))
                : details;
        }
        catch (JsonException)
        {
            return details;
        }
    }

    private string Name(string name) => words[$"Detail.{name}"] is { ResourceNotFound: false } word ? word.Value : name;

    private string Value(JsonProperty pair) => pair.Value switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var count) => count.ToString("N0", CultureInfo.CurrentCulture),
        { ValueKind: JsonValueKind.String } text when pair.Name == "cells" && Enum.TryParse<ConsentCells>(text.GetString(), out var named) => cells[named],
        { ValueKind: JsonValueKind.String } text when pair.Name == "sender" && text.GetString() == "*" => words["Detail.EverySender"],
        { ValueKind: JsonValueKind.String } text when words[$"Detail.{pair.Name}.{text.GetString()}"] is { ResourceNotFound: false } word => word.Value,
        { ValueKind: JsonValueKind.True } => words["Detail.yes"],
        { ValueKind: JsonValueKind.False } => words["Detail.no"],
        var other => other.ToString(),
    };
}
