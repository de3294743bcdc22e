using Bunit;
using ConsentDashboard.Components.Controls;
using ConsentDashboard.Domain;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Components;

public sealed class SayingWhenTests : PartsContext
{
    [Theory]
    [InlineData("en", 10, "just now")]
    [InlineData("en", 120, "2 min ago")]
    [InlineData("en", 3 * 3600, "3 h ago")]
    [InlineData("en", 20 * 3600, "yesterday")]
    [InlineData("en", 41 * 86400, "41 days ago")]
    [InlineData("en", 800 * 86400, "6 Apr 2024")]
    [InlineData("ru", 120, "2 мин назад")]
    [InlineData("ru", 41 * 86400, "41 день назад")]
    [InlineData("ru", 42 * 86400, "42 дня назад")]
    [InlineData("ru", 45 * 86400, "45 дней назад")]
    [InlineData("ru", 111 * 86400, "111 дней назад")]
    public void Time_is_told_as_people_tell_it(string language, int secondsAgo, string expected)
    {
        Speak(language);

        Assert.Equal(expected, Draw(Now.AddSeconds(-secondsAgo)).Find("time").TextContent);
    }

    [Fact]
    public void The_exact_time_is_at_hand_in_UTC()
    {
        var time = Draw(new(2026, 3, 3, 18, 21, 9, DateTimeKind.Utc)).Find("time");

        Assert.Equal("3 Mar 2026, 18:21:09 UTC", time.GetAttribute("title"));
        Assert.Equal("2026-03-03T18:21:09.0000000Z", time.GetAttribute("datetime"));
    }

    [Fact]
    public void What_has_not_happened_is_never() => Assert.Equal("never", Draw(Times.NotYet).Find("span").TextContent);

    private IRenderedComponent<RelativeTime> Draw(DateTime at) => Render<RelativeTime>(parameters => parameters.Add(part => part.At, at));
}
