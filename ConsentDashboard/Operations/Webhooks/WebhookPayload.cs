using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Operations.Webhooks;

/// <summary>What a receiver reads; docs/webhooks.md is its description.</summary>
/// <param name="Event">The event's key, the same for each receiver and each time it is sent.</param>
/// <param name="Sequence">The event's place in the person's history: of two messages the higher one is the newer.</param>
/// <param name="Phone">In E.164; null where the number is not kept, and once it is erased.</param>
/// <param name="Sender">Null: all senders.</param>
/// <param name="States">What each named cell is after the event; a cell that is not known per sender is left out.</param>
internal sealed record WebhookPayload(
    Guid Id, string Type, Guid Event, string Subscriber, int Sequence, string? Phone, string? ExternalRef, string? Sender, string Kind,
    IReadOnlyList<string> Cells, IReadOnlyDictionary<string, string> States, string Source, DateTime OccurredAt, DateTime RecordedAt)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,

        // It is read by machines, and a plus sign in a number should look like one.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Ping(Guid id, DateTime at) => JsonSerializer.SerializeToUtf8Bytes(new { Id = id, Type = WebhookMessages.Ping, RecordedAt = at }, Json);

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    public static WebhookPayload Of(Guid id, ConsentEvent act, PublicId subscriber, string? phone, string? externalRef, PublicId? sender, Func<int, ConsentState> stateOf) => new(
        id, WebhookEvents.NameOf(act.Type), act.EventKey, $"{subscriber}", act.Seq, phone, externalRef, sender?.ToString(), Word(act.Kind),
        [.. act.Cells.Indexes().Select(Domain.Consents.Cells.KeyOf)],
        act.Cells.Indexes().Select(index => (index, State: stateOf(index))).Where(cell => cell.State != ConsentState.None)
            .ToDictionary(cell => Domain.Consents.Cells.KeyOf(cell.index), cell => Word(cell.State), StringComparer.Ordinal),
        Word(act.Source), act.OccurredAt, act.RecordedAt);

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName($"{value}");
}
