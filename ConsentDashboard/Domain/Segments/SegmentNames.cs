namespace ConsentDashboard.Domain.Segments;

/// <summary>What conditions name by id, as people call it.</summary>
public sealed record SegmentNames(IReadOnlyDictionary<long, string> Senders, IReadOnlyDictionary<long, string> Points, IReadOnlyDictionary<long, string> Wordings)
{
    public static readonly SegmentNames None = new(new Dictionary<long, string>(), new Dictionary<long, string>(), new Dictionary<long, string>());
}
