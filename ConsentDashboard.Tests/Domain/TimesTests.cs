using ConsentDashboard.Domain;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace ConsentDashboard.Tests.Domain;

public sealed class TimesTests
{
    [Fact]
    public void The_clock_gives_whole_milliseconds_in_UTC()
    {
        var clock = new FakeTimeProvider(new(2026, 6, 1, 3, 0, 0, TimeSpan.FromHours(3)));
        clock.Advance(TimeSpan.FromTicks(1_239_999));

        Assert.Equal(new DateTime(2026, 6, 1, 0, 0, 0, 123, DateTimeKind.Utc), clock.UtcMilliseconds());
        Assert.Equal(DateTimeKind.Utc, clock.UtcMilliseconds().Kind);
    }

    [Fact]
    public void Milliseconds_read_back_as_the_same_time() => Gen.DateTime.Sample(time =>
    {
        var truncated = Times.Truncate(time);
        Assert.Equal(truncated, Times.FromUnixMilliseconds(truncated.ToUnixMilliseconds()));
        Assert.True(truncated <= DateTime.SpecifyKind(time, DateTimeKind.Utc));
    });

    [Fact]
    public void The_sentinels_enclose_every_real_time()
    {
        Assert.Equal(Times.Never, Times.FromUnixMilliseconds(Times.Never.ToUnixMilliseconds()));
        Assert.Equal(Times.NotYet, Times.FromUnixMilliseconds(Times.NotYet.ToUnixMilliseconds()));
        Assert.Equal(0, DateTime.UnixEpoch.ToUnixMilliseconds());
    }
}
