using System.Globalization;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Features.OptOutPages.Stop;

/// <param name="Region">ISO 3166, two letters.</param>
/// <param name="Label">Its own name for itself, and the code that one dials.</param>
public sealed record Country(string Region, string Label);

/// <summary>Countries that have numbers, each as it calls itself: whoever looks for hers need not read another language.</summary>
internal static class Countries
{
    private static readonly IReadOnlyList<Country> All =
    [
        .. NumberFormats.Regions.Where(region => region.Length == 2).Select(region => new Country(region, $"{Name(region)} +{NumberFormats.CallingCodeOf(region)}"))
            .OrderBy(country => country.Label, StringComparer.InvariantCultureIgnoreCase),
    ];

    /// <summary>Those of the senders first.</summary>
    public static (IReadOnlyList<Country> First, IReadOnlyList<Country> Others) Of(IEnumerable<SenderContact> senders)
    {
        var first = senders.Select(sender => sender.Region).ToHashSet(StringComparer.Ordinal);
        var groups = All.ToLookup(country => first.Contains(country.Region));
        return ([.. groups[true]], [.. groups[false]]);
    }

    private static string Name(string region)
    {
        try
        {
            return new RegionInfo(region).NativeName;
        }
        catch (ArgumentException)
        {
            // A region of the numbering plan that the system has no name for (Ascension, Tristan da Cunha).
            return region;
        }
    }
}
