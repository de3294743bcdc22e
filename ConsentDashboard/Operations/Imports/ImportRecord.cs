using System.Buffers;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.Imports;

/// <summary>
/// A row whose number is one, on its way through the sort: its key is the number's blind index, then how late she
/// unsubscribed, if she did, then the row's place. So of several rows with one number an unsubscribed one comes first, and
/// counts; of several of those the latest. A second sort puts the time before index and place.
/// </summary>
internal sealed record ImportRecord(byte[] BlindIndex, long Row, E164Number Number)
{
    public const int IndexSize = 32;
    public const int KeySize = IndexSize + OrderSize + PlaceSize;

    /// <summary>Of the second sort: the time, whether it is a duplicate, the blind index and the place.</summary>
    public const int TimedKeySize = TimeSize + 1 + IndexSize + PlaceSize;

    // What a person sent in is kept whole up to this; nobody's user agent is longer.
    private const int LongestText = 2000;

    private const int OrderSize = sizeof(long);
    private const int PlaceSize = sizeof(long);
    private const int TimeSize = sizeof(long);
    private const long NoTime = 0;

    // Dates reach back less far than this, so that no key is negative.
    private const long LastInOrder = 1L << 62;
    private const long Subscribed = 1L << 62;

    public bool Unsubscribed { get; init; }

    /// <summary>When she agreed or, where the list says so, unsubscribed.</summary>
    public DateTime? At { get; init; }

    /// <summary>Another row with the number counts.</summary>
    public bool IsDuplicate { get; private init; }

    public string? RawPhone { get; init; }

    public string? IpAddress { get; init; }

    public string? UserAgent { get; init; }

    public string? PageAddress { get; init; }

    public string? ProofReference { get; init; }

    public string? Language { get; init; }

    public string? ExternalRef { get; init; }

    public static ImportRecord From(ImportRow row, byte[] blindIndex, E164Number number) => new(blindIndex, row.Number, number)
    {
        Unsubscribed = row.Unsubscribed,
        At = row.Unsubscribed ? row.UnsubscribedAt : row.ConsentedAt,
        RawPhone = row.Phone,
        IpAddress = Cut(row.IpAddress),
        UserAgent = Cut(row.UserAgent),
        PageAddress = Cut(row.PageAddress),
        ProofReference = Cut(row.ProofReference),
        Language = Cut(row.Language),
        ExternalRef = Cut(row.ExternalRef),
    };

    /// <summary>For the first sort.</summary>
    public void Write(ArrayBufferWriter<byte> to)
    {
        var fields = new RecordWriting(to);
        fields.Bytes(BlindIndex);
        fields.Int64(Unsubscribed && At is { } at ? LastInOrder - at.ToUnixMilliseconds() : LastInOrder);
        fields.Int64(Unsubscribed ? Row : Row | Subscribed);
        fields.Int64(At?.ToUnixMilliseconds() ?? NoTime);
        fields.Int64(Number.CallingCode);
        fields.Text(Number.Value);
        fields.Text(Number.Region);
        foreach (var text in (ReadOnlySpan<string?>)[RawPhone, IpAddress, UserAgent, PageAddress, ProofReference, Language, ExternalRef])
        {
            fields.Text(text);
        }
    }

    /// <summary>For the second sort, made of a record of the first.</summary>
    public static void WriteTimed(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> record, bool isDuplicate)
    {
        to.Write(record[KeySize..(KeySize + TimeSize)]);
        to.Write([(byte)(isDuplicate ? 1 : 0)]);
        to.Write(record[..IndexSize]);
        to.Write(record[(IndexSize + OrderSize)..KeySize]);
        to.Write(record[(KeySize + TimeSize)..]);
    }

    /// <summary>From the second sort.</summary>
    public static ImportRecord Read(ReadOnlySpan<byte> from)
    {
        var fields = new RecordReading(from);
        var (at, isDuplicate) = (fields.Int64(), fields.Bytes(1)[0] == 1);
        var (index, place, code) = (fields.Bytes(IndexSize), fields.Int64(), (int)fields.Int64());
        return new(index, place & ~Subscribed, new(fields.Text()!, code, fields.Text()!))
        {
            Unsubscribed = (place & Subscribed) == 0,
            At = at == NoTime ? null : Times.FromUnixMilliseconds(at),
            IsDuplicate = isDuplicate,
            RawPhone = fields.Text(),
            IpAddress = fields.Text(),
            UserAgent = fields.Text(),
            PageAddress = fields.Text(),
            ProofReference = fields.Text(),
            Language = fields.Text(),
            ExternalRef = fields.Text(),
        };
    }

    private static string? Cut(string? text) => text is { Length: > LongestText } ? text[..LongestText] : text;
}
