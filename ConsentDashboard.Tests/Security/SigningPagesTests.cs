using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Security;

public sealed class SigningPagesTests
{
    private static readonly ShownPage Page = new(new(-5), new(long.MaxValue), new(7), "ru", "https://shop.example/клуб?from=footer&n=1");

    private readonly PageTokens _tokens = new(KeyStore.Fixed(TestKeys.Ring));

    [Fact]
    public void What_was_signed_comes_back()
    {
        Assert.Equal(Page, _tokens.Read(_tokens.Write(Page)));
        Assert.Equal(Page with { Address = "" }, _tokens.Read(_tokens.Write(Page with { Address = "" })));
        Assert.Matches("^[A-Za-z0-9_-]+[.][A-Za-z0-9_-]{22}$", _tokens.Write(Page));
    }

    [Fact]
    public void Any_other_character_anywhere_makes_it_forged()
    {
        var token = _tokens.Write(Page);

        for (var i = 0; i < token.Length; i++)
        {
            foreach (var other in "Ab9_ .=+")
            {
                Assert.True(token[i] == other || _tokens.Read($"{token[..i]}{other}{token[(i + 1)..]}") is null, $"{other} at {i}");
            }
        }
    }

    [Fact]
    public void A_part_of_it_is_not_enough()
    {
        var token = _tokens.Write(Page);

        Assert.DoesNotContain(Enumerable.Range(0, token.Length), length => _tokens.Read(token[..length]) is not null);
        Assert.Null(_tokens.Read($"{token}A"));
        Assert.Null(_tokens.Read($"{token}."));
        Assert.Null(_tokens.Read($" {token}"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("AQ.AQ")]
    [InlineData("<script>.alert(1)")]
    public void What_never_was_a_token_is_none(string? text) => Assert.Null(_tokens.Read(text));

    [Fact]
    public void Something_enormous_is_not_decoded() => Assert.Null(_tokens.Read(new string('A', 10_000_000)));

    [Fact]
    public void Another_key_signs_nothing_for_us()
    {
        var stranger = new PageTokens(KeyStore.Fixed(new([.. TestKeys.Ring.All.Where(key => key.Purpose != KeyPurpose.Link), new(KeyPurpose.Link, 1, new byte[32], DateTime.UnixEpoch)])));

        Assert.Null(_tokens.Read(stranger.Write(Page)));
    }

    [Fact]
    public void An_older_key_that_is_still_in_the_ring_reads_what_it_signed()
    {
        var newer = new PageTokens(KeyStore.Fixed(new([.. TestKeys.Ring.All, TestKeys.Key(KeyPurpose.Link, 2)])));

        Assert.Equal(Page, newer.Read(_tokens.Write(Page)));
        Assert.Null(_tokens.Read(newer.Write(Page)));
    }
}
