using System.Globalization;

namespace ConsentDashboard.Benchmarks;

/// <summary>NAME [--subscribers N].</summary>
internal sealed record BenchArguments(string Name, int Subscribers)
{
    /// <returns>Null where they make no sense.</returns>
    public static BenchArguments? Parse(string[] args) => args switch
    {
        [var name] when Workloads.Names.Contains(name) => new(name, 100_000),
        [var name, "--subscribers", var number] when Workloads.Names.Contains(name)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var subscribers) && subscribers > 0 => new(name, subscribers),
        _ => null,
    };
}
