using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Operations.Imports;

/// <summary>What each row of one batch would have the ledger do.</summary>
internal sealed partial class ImportActs
{
    private const int LongestLanguage = 12;
    private const int LongestReference = 64;

    private readonly ImportBatch _batch;
    private readonly Actor _actor;
    private readonly string _act;
    private readonly byte[] _key;
    private readonly int _generation;

    /// <param name="generation">How many index keys the records' blind indexes went through.</param>
    public ImportActs(ImportBatch batch, int generation)
    {
        (_batch, _generation) = (batch, generation);
        _actor = Actor.System("imports");
        _act = $"as recorded in an imported list: {batch.Method}";
        _key = SHA256.HashData(BitConverter.GetBytes(batch.PublicId.Value));
    }

    /// <summary>A consent without a date, a proof or a wording is none; the number is stored as unknown.</summary>
    /// <param name="ordinal">The row's place in the sorted file.</param>
    public ConsentAct Of(ImportRecord record, long ordinal)
    {
        var proof = record.ProofReference ?? (_batch.ProofReference is { Length: > 0 } reference ? reference : null);
        var type = record switch
        {
            { Unsubscribed: true } => ConsentEventType.Withdrawn,
            { At: not null } when proof is not null && _batch.NoticeVersionId is not null => ConsentEventType.Given,
            _ => ConsentEventType.Registered,
        };
        var given = type == ConsentEventType.Given;
        return new()
        {
            EventKey = KeyOf(ordinal),
            Number = record.Number,
            Hashed = new(record.BlindIndex, _generation),
            Language = LanguageOf(record) ?? _batch.WordingLanguage,
            WordingLanguage = given ? _batch.WordingLanguage : null,
            ExternalRef = record.ExternalRef is { Length: > 0 and <= LongestReference } external ? external : null,
            Type = type,
            SenderId = _batch.SenderId,
            Cells = _batch.Cells,
            Assurance = type == ConsentEventType.Withdrawn ? Assurance.Asserted : Assurance.None,
            Source = Source.Import,
            Method = Method.ImportedRecord,
            OccurredAt = record.At ?? DateTime.MaxValue,
            Actor = _actor,
            NoticeVersionId = given ? _batch.NoticeVersionId : null,
            CollectionPointId = given ? _batch.CollectionPointId : null,
            ImportBatchId = _batch.Id,
            Evidence = new()
            {
                AffirmativeAct = given ? _act : null,
                IpAddress = record.IpAddress,
                UserAgent = record.UserAgent,
                PageAddress = record.PageAddress,
                RawPhone = record.RawPhone,
                ProofReference = proof,
                Note = $"row {record.Row} of import {_batch.PublicId}",
            },
        };
    }

    // "ru_RU" is a language, "Russian" and "-" are none.
    private static string? LanguageOf(ImportRecord record) =>
        record.Language?.Trim().ToLowerInvariant() is { Length: <= LongestLanguage } language && Tag().IsMatch(language) ? language.Replace('_', '-') : null;

    [GeneratedRegex(@"^[a-z]{2,3}([-_][a-z0-9]{2,8})*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Tag();

    /// <summary>
    /// The same row of the same batch has the same key, however often it is tried. Keys follow the order of the sorted file,
    /// in which rows are written, so that their index grows in one place.
    /// </summary>
    private Guid KeyOf(long ordinal)
    {
        Span<byte> key = stackalloc byte[16];
        _key.AsSpan(0, 8).CopyTo(key);
        BinaryPrimitives.WriteInt64BigEndian(key[8..], ordinal);

        // Version 8 of RFC 9562: a hash of our own.
        (key[6], key[8]) = ((byte)((key[6] & 0x0F) | 0x80), 0x80);
        return new(key, bigEndian: true);
    }
}
