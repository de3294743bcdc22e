using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Tests.Support;
using CsCheck;

namespace ConsentDashboard.Tests.Security;

public sealed class WritingLinksTests
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly PublicId Subscriber = new(0x1234_5678_9ABC_DEF0);

    private readonly LinkTokens _tokens = new(KeyStore.Fixed(TestKeys.Ring));

    [Fact]
    public void Any_sender_and_subscriber_come_back() => Gen.Select(Gen.Long[1, long.MaxValue], Gen.Long).Sample((sender, id) =>
        _tokens.Read(_tokens.Write(sender, new(id))) is { } read && read.SenderId == sender && read.Subscriber.Value == id);

    [Fact]
    public void It_is_short_enough_for_a_text() => Gen.Select(Gen.Long[1, 1699], Gen.Long).Sample((sender, id) =>
        _tokens.Write(sender, new(id)) is { Length: LinkTokens.Length } token && token.All(Alphabet.Contains));

    [Fact]
    public void What_was_never_written_is_not_read() => Gen.Char[Alphabet].Array[LinkTokens.Length, 35].Sample(token => _tokens.Read(new(token)) is null);

    [Theory]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void Any_other_character_anywhere_makes_it_forged(long sender)
    {
        var token = _tokens.Write(sender, Subscriber);

        for (var i = 0; i < token.Length; i++)
        {
            foreach (var other in $"{Alphabet}-_. +é")
            {
                Assert.True(token[i] == other || _tokens.Read($"{token[..i]}{other}{token[(i + 1)..]}") is null, $"{other} at {i}");
            }
        }
    }

    [Fact]
    public void A_token_has_one_spelling()
    {
        var token = _tokens.Write(1, Subscriber);

        Assert.Null(_tokens.Read(token[..^1]));
        Assert.Null(_tokens.Read(token[1..]));
        Assert.Null(_tokens.Read($"0{token}"));
        Assert.Null(_tokens.Read($"{token}0"));
        Assert.Null(_tokens.Read($"{token} "));
        Assert.Null(_tokens.Read($"{token}."));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("00000000000000000000000000")]
    public void What_never_was_a_token_is_none(string? text) => Assert.Null(_tokens.Read(text));

    [Fact]
    public void Something_enormous_is_not_decoded() => Assert.Null(_tokens.Read(new string('A', 10_000_000)));

    [Fact]
    public void Another_installations_key_signs_nothing_for_us()
    {
        var stranger = new LinkTokens(KeyStore.Fixed(new([.. TestKeys.Ring.All.Where(key => key.Purpose != KeyPurpose.Link), new(KeyPurpose.Link, 1, new byte[32], DateTime.UnixEpoch)])));

        Assert.Null(_tokens.Read(stranger.Write(1, Subscriber)));
    }

    [Fact]
    public void The_newest_key_signs_and_older_ones_are_read_for_ever()
    {
        var newer = new LinkTokens(KeyStore.Fixed(new([.. TestKeys.Ring.All, TestKeys.Key(KeyPurpose.Link, 2), TestKeys.Key(KeyPurpose.Link, 3)])));

        Assert.Equal((1, Subscriber), newer.Read(_tokens.Write(1, Subscriber)));
        Assert.Equal((1, Subscriber), newer.Read(newer.Write(1, Subscriber)));
        Assert.Null(_tokens.Read(newer.Write(1, Subscriber)));
    }
}
