using System.Text.Json;

namespace ConsentDashboard.Features.Audit;

internal static class AuditDetails
{
    /// <summary>"slices 12 · rows 600" of a flat JSON object; anything else as it stands.</summary>
    public static string Read(string details)
    {
        try
        {
            using var json = JsonDocument.Parse(details);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? string.Join(" · ", json.RootElement.EnumerateObject().Select(pair => $"{pair.Name} {pair.Value}"))
                : details;
        }
        catch (JsonException)
        {
            return details;
        }
    }
}
