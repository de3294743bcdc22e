namespace ConsentDashboard.Features.Subscribers;

/// <summary>Which columns a user sees beside number, state and last activity; kept in the browser.</summary>
public sealed record ListColumns(bool Given = true, bool Point = true, bool Region = true, bool OptedIn = false, bool Added = false)
{
    public static readonly ListColumns Default = new();

    private static readonly string[] Names = [nameof(Given), nameof(Point), nameof(Region), nameof(OptedIn), nameof(Added)];

    public IEnumerable<(string Name, bool Shown)> All => Names.Zip([Given, Point, Region, OptedIn, Added]);

    public ListColumns With(string name, bool shown) => Of(All.Where(column => column.Name == name ? shown : column.Shown).Select(column => column.Name));

    /// <summary>Reads what <see cref="ToString"/> wrote; anything else is the default.</summary>
    public static ListColumns Read(string? text) => text is null ? Default : Of(text.Split(','));

    public override string ToString() => string.Join(',', All.Where(column => column.Shown).Select(column => column.Name));

    private static ListColumns Of(IEnumerable<string> shown)
    {
        var set = shown.ToHashSet(StringComparer.Ordinal);
        return new(set.Contains(nameof(Given)), set.Contains(nameof(Point)), set.Contains(nameof(Region)), set.Contains(nameof(OptedIn)), set.Contains(nameof(Added)));
    }
}
