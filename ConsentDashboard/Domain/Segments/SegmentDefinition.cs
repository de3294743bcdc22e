namespace ConsentDashboard.Domain.Segments;

public sealed record SegmentDefinition
{
    public static readonly SegmentDefinition Everybody = new();

    public static Result<SegmentDefinition> Parse(string json) => Everybody;

    public string ToJson() => "{}";

    public byte[] Digest() => new byte[32];
}
