using ConsentDashboard.Domain;
using CsCheck;

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

    [Fact]
    public void All_ids_read_back_and_have_one_length() => Gen.Long.Sample(value =>
    {
        var text = new PublicId(value).ToString();
        Assert.Equal(11, text.Length);
        Assert.All(text, letter => Assert.True(char.IsAsciiLetterOrDigit(letter)));
        Assert.True(PublicId.TryParse(text, out var id) && id.Value == value);
    });

    [Fact]
    public void Ids_are_drawn_without_repeating() =>
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(_ => PublicId.Create()).Distinct().Count());
}
