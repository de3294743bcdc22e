using System.Text.Json;
using System.Text.Json.Serialization;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Reports;

namespace ConsentDashboard.Features.Reports;

/// <summary>What somebody wants to read: the kind is in the address, the rest behind it.</summary>
/// <param name="Sender">Null: all of them.</param>
public sealed record ReportAsk(ReportKind Kind, DateOnly From, DateOnly To, PublicId? Sender)
{
    /// <summary>For the row of a run.</summary>
    public string ToParameters() => JsonSerializer.Serialize(new Stored(From, To, Sender?.ToString()));

    public static ReportAsk Of(ReportRun run)
    {
        var stored = JsonSerializer.Deserialize<Stored>(run.Parameters)!;
        return new(run.Kind, stored.From, stored.To, PublicId.TryParse(stored.Sender, out var sender) ? sender : null);
    }

    private sealed record Stored(
        [property: JsonPropertyName("from")] DateOnly From, [property: JsonPropertyName("to")] DateOnly To, [property: JsonPropertyName("sender")] string? Sender);
}
