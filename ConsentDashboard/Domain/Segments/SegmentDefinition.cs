using System.Security.Cryptography;
using System.Text;

namespace ConsentDashboard.Domain.Segments;

/// <summary>What a segment says. So far it knows everybody, and refuses to read anything else rather than leave a condition out.</summary>
public sealed record SegmentDefinition
{
    public static readonly SegmentDefinition Everybody = new();

    public static readonly Error Unreadable = new("Segments.Unreadable", ErrorKind.Invalid);

    private const string Empty = "{}";

    private SegmentDefinition()
    {
    }

    public static Result<SegmentDefinition> Parse(string json) => json.Trim() == Empty ? Everybody : Unreadable;

    public string ToJson() => Empty;

    public byte[] Digest() => SHA256.HashData(Encoding.UTF8.GetBytes(ToJson()));
}
