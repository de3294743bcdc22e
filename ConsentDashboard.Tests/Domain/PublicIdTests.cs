using ConsentDashboard.Domain;

namespace ConsentDashboard.Tests.Domain;

public sealed class PublicIdTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Reads_back_what_it_writes(long value)
    {
        Assert.True(PublicId.TryParse(new PublicId(value).ToString(), out var id));
        Assert.Equal(value, id.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("zzzzzzzzzzz")]
    [InlineData("0000000000!")]
    public void Refuses_what_it_never_writes(string? text) => Assert.False(PublicId.TryParse(text, out _));
}
