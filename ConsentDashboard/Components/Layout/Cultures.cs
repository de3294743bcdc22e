using System.Globalization;

namespace ConsentDashboard.Components.Layout;

public static class Cultures
{
    /// <summary>The first is the default.</summary>
    public static readonly IReadOnlyList<CultureInfo> Offered = [CultureInfo.GetCultureInfo("en"), CultureInfo.GetCultureInfo("ru")];

    public static CultureInfo? Find(string? name) => Offered.FirstOrDefault(culture => culture.Name == name);
}
