using ConsentDashboard.Domain.Segments;

namespace ConsentDashboard.Features.Segments;

/// <summary>A group while it is being written.</summary>
public sealed class GroupDraft
{
    public bool Any { get; set; }

    public List<ConditionDraft> Conditions { get; init; } = [];

    public List<GroupDraft> Groups { get; init; } = [];

    public static GroupDraft From(SegmentGroup group) => new()
    {
        Any = group.Any,
        Conditions = [.. group.Conditions.Select(ConditionDraft.From)],
        Groups = [.. group.Groups.Select(From)],
    };

    public SegmentGroup ToGroup() => new()
    {
        Any = Any,
        Conditions = [.. Conditions.Select(condition => condition.ToCondition())],
        Groups = [.. Groups.Select(group => group.ToGroup())],
    };
}
