using System.Buffers.Binary;
using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.KeyRotation;

/// <param name="Associated">What the cipher is bound to, so that it opens in its own row only.</param>
internal sealed record CipherRow(long Key, byte[] Cipher, byte[] Associated);

/// <summary>A column of sealed values, and what each is bound to. Whoever seals values of a new column adds it here; a test asks for it.</summary>
internal sealed record CipherTable(Type Entity, string Column, Func<DashboardDbContext, long, int, IQueryable<CipherRow>> RowsAfter)
{
    public static readonly IReadOnlyList<CipherTable> All =
    [
        // Bound to the subscriber's public id, 8 bytes big-endian.
        new(typeof(Subscriber), nameof(Subscriber.Cipher), (db, after, take) => db.Subscribers
            .Where(s => s.Id > after && s.Cipher != null).OrderBy(s => s.Id).Take(take)
            .Select(s => new CipherRow(s.Id, s.Cipher!, Bytes(s.PublicId)))),

        // Bound to the key of its event, 16 bytes big-endian.
        new(typeof(Evidence), nameof(Evidence.Cipher), (db, after, take) => db.Evidence
            .Where(e => e.EventId > after).OrderBy(e => e.EventId).Take(take)
            .Join(db.ConsentEvents, e => e.EventId, act => act.Id, (e, act) => new { e.EventId, e.Cipher, act.EventKey })
            .OrderBy(e => e.EventId)
            .Select(e => new CipherRow(e.EventId, e.Cipher, Bytes(e.EventKey)))),

        // Bound to the message's key, 16 bytes big-endian.
        new(typeof(OutboxMessage), nameof(OutboxMessage.PayloadCipher), (db, after, take) => db.Outbox
            .Where(m => m.Id > after && m.PayloadCipher != null).OrderBy(m => m.Id).Take(take)
            .Select(m => new CipherRow(m.Id, m.PayloadCipher!, Bytes(m.MessageKey)))),

        // Bound to the gateway and its id for the message, 'source:id' in UTF-8.
        new(typeof(InboundMessage), nameof(InboundMessage.TextCipher), (db, after, take) => db.InboundMessages
            .Where(m => m.Id > after && m.TextCipher != null).OrderBy(m => m.Id).Take(take)
            .Select(m => new CipherRow(m.Id, m.TextCipher!, Bytes(m.Source, m.ProviderId)))),

        // Bound to the gateway and its id for the message as 'from:source:id', so that it is not taken for a text.
        new(typeof(InboundMessage), nameof(InboundMessage.FromCipher), (db, after, take) => db.InboundMessages
            .Where(m => m.Id > after && m.FromCipher != null).OrderBy(m => m.Id).Take(take)
            .Select(m => new CipherRow(m.Id, m.FromCipher!, Bytes("from", m.Source + ":" + m.ProviderId)))),

        // Secrets are bound to the public id of what they belong to, 8 bytes big-endian.
        new(typeof(InboundSource), nameof(InboundSource.SecretCipher), (db, after, take) => db.InboundSources
            .Where(s => s.Id > after).OrderBy(s => s.Id).Take(take)
            .Select(s => new CipherRow(s.Id, s.SecretCipher, Bytes(s.PublicId)))),
        new(typeof(WebhookEndpoint), nameof(WebhookEndpoint.SecretCipher), (db, after, take) => db.WebhookEndpoints
            .Where(e => e.Id > after).OrderBy(e => e.Id).Take(take)
            .Select(e => new CipherRow(e.Id, e.SecretCipher, Bytes(e.PublicId)))),
        new(typeof(WebhookEndpoint), nameof(WebhookEndpoint.OldSecretCipher), (db, after, take) => db.WebhookEndpoints
            .Where(e => e.Id > after && e.OldSecretCipher != null).OrderBy(e => e.Id).Take(take)
            .Select(e => new CipherRow(e.Id, e.OldSecretCipher!, Bytes(e.PublicId)))),

        // Bound to the seed's public id, 8 bytes big-endian.
        new(typeof(ExportSeed), nameof(ExportSeed.NumberCipher), (db, after, take) => db.ExportSeeds
            .Where(s => s.Id > after).OrderBy(s => s.Id).Take(take)
            .Select(s => new CipherRow(s.Id, s.NumberCipher, Bytes(s.PublicId)))),

        // Bound to the request's public id, 8 bytes big-endian.
        new(typeof(PersonRequest), nameof(PersonRequest.NumberCipher), (db, after, take) => db.PersonRequests
            .Where(r => r.Id > after && r.NumberCipher != null).OrderBy(r => r.Id).Take(take)
            .Select(r => new CipherRow(r.Id, r.NumberCipher!, Bytes(r.PublicId)))),

        // Bound to the same as 'request:id' in UTF-8, so that it is not taken for a number.
        new(typeof(PersonRequest), nameof(PersonRequest.DetailsCipher), (db, after, take) => db.PersonRequests
            .Where(r => r.Id > after && r.DetailsCipher != null).OrderBy(r => r.Id).Take(take)
            .Select(r => new CipherRow(r.Id, r.DetailsCipher!, Bytes("request", r.PublicId.ToString())))),
    ];

    public string Name => $"{Entity.Name}.{Column}";

    public static byte[] Bytes(PublicId id)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, id.Value);
        return bytes;
    }

    public static byte[] Bytes(Guid key) => key.ToByteArray(bigEndian: true);

    public static byte[] Bytes(string source, string providerId) => Encoding.UTF8.GetBytes($"{source}:{providerId}");
}
