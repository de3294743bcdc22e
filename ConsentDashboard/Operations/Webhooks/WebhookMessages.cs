using System.Buffers.Binary;
using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.Webhooks;

/// <summary>Makes the outbox's messages for receivers, sealed, and opens them for sending.</summary>
public sealed class WebhookMessages(KeyStore keys, NumberVault vault)
{
    /// <summary>A consent change.</summary>
    public const string ConsentEvent = "consent-event";

    /// <summary>A test message; it is about nobody.</summary>
    public const string Ping = "ping";

    /// <summary>The same event leaves once for each receiver, however often its commit is tried.</summary>
    public static Guid KeyOf(PublicId endpoint, Guid eventKey)
    {
        Span<byte> named = stackalloc byte[24];
        BinaryPrimitives.WriteInt64BigEndian(named, endpoint.Value);
        eventKey.TryWriteBytes(named[8..], bigEndian: true, out _);
        var id = SHA256.HashData(named).AsSpan(0, 16);

        // Version 8 of RFC 9562: a hash of our own.
        (id[6], id[8]) = ((byte)((id[6] & 0x0F) | 0x80), (byte)((id[8] & 0x3F) | 0x80));
        return new(id, bigEndian: true);
    }

    /// <param name="key">The message's; the first time <see cref="KeyOf"/>.</param>
    /// <param name="phone">In E.164; an erasure is told without it.</param>
    /// <param name="sender">The event's, where it names one.</param>
    /// <param name="stateOf">What a cell is after the event, by its index.</param>
    public OutboxMessage Of(PublicId endpoint, Guid key, ConsentEvent act, Subscriber person, string? phone, PublicId? sender, Func<int, ConsentState> stateOf, DateTime now)
    {
        var isErased = act.Type == ConsentEventType.Erased;
        var payload = WebhookPayload.Of(key, act, person.PublicId, isErased ? null : phone, isErased ? null : person.ExternalRef, sender, stateOf);
        return Row(endpoint, key, ConsentEvent, payload.ToBytes(), now, act);
    }

    public OutboxMessage PingOf(PublicId endpoint, DateTime now)
    {
        var key = Guid.CreateVersion7();
        return Row(endpoint, key, Ping, WebhookPayload.Ping(key, now), now, null);
    }

    /// <summary>Her number as it is kept; null where it is not.</summary>
    public string? PhoneOf(Subscriber person) => person.Cipher is { } cipher ? vault.Decrypt(cipher, person.PublicId) : null;

    /// <returns>The body to send; null where it has been erased.</returns>
    /// <exception cref="KeyException">The key that sealed it is missing.</exception>
    /// <exception cref="CryptographicException">The row was changed.</exception>
    public byte[]? Open(OutboxMessage row)
    {
        if (row.PayloadCipher is not { } cipher)
        {
            return null;
        }

        var ring = keys.Current.Find(KeyPurpose.Cipher, Sealing.KeyIdOf(cipher)) is null ? keys.Refresh() : keys.Current;
        return Sealing.Open(ring, cipher, Associated(row.MessageKey));
    }

    private OutboxMessage Row(PublicId endpoint, Guid key, string kind, byte[] body, DateTime now, ConsentEvent? act) => new()
    {
        MessageKey = key,
        Endpoint = WebhookEndpoint.LaneOf(endpoint),
        SubscriberId = act?.SubscriberId,
        Kind = kind,
        SenderId = act?.SenderId,
        EventId = act?.Id,
        PayloadCipher = Sealing.Seal(keys.Current.Cipher, body, Associated(key)),
        CreatedAt = now,
        DueAt = now,
    };

    private static byte[] Associated(Guid key) => key.ToByteArray(bigEndian: true);
}
