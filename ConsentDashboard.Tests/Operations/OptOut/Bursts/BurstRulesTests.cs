using ConsentDashboard.Operations.OptOut.Bursts;

namespace ConsentDashboard.Tests.Operations.OptOut.Bursts;

public sealed class BurstRulesTests
{
    private static readonly DateTime Noon = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("", "")]
    [InlineData("0 1", "..")]
    [InlineData("0 1 2", "xxx")]
    [InlineData("0 5 10", "xxx")]
    [InlineData("0 5 11", "...")]
    [InlineData("0 20 21 22 60", ".xxx.")]
    [InlineData("0 8 16 17 18 40 41 42", ".xxxxxxx")]
    [InlineData("0 0 0 30 30 30", "xxxxxx")]
    public void So_many_within_a_window_are_a_burst(string minutes, string expected) => Assert.Equal(expected, Members(minutes, null));

    [Theory]
    [InlineData("6", "x")]
    [InlineData("15", "x")]
    [InlineData("16", ".")]
    [InlineData("15 25 35 46", "xxx.")]
    [InlineData("-10", "x")]
    [InlineData("-11", ".")]
    [InlineData("60 61 62", "xxx")]
    public void What_comes_soon_after_an_open_burst_belongs_to_it(string minutes, string expected) => Assert.Equal(expected, Members(minutes, (Noon, Noon.AddMinutes(5))));

    private static string Members(string minutes, (DateTime, DateTime)? open)
    {
        var times = minutes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => Noon.AddMinutes(int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))).ToList();
        return string.Concat(BurstRules.Members(times, open, TimeSpan.FromMinutes(10), 3).Select(isMember => isMember ? 'x' : '.'));
    }
}
