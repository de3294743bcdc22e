using ConsentDashboard.Data.Paging;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Tests.Support;
using CsCheck;

namespace ConsentDashboard.Tests.Data.Paging;

public sealed class CursorTests
{
    private static readonly CursorTexts Texts = new(KeyStore.Fixed(TestKeys.Ring));
    private static readonly Cursor Sample = new(new(1, Descending: true, 0xFEDCBA9876543210), 1_750_000_000_000, 123_456);

    [Fact]
    public void A_cursor_survives_the_address() =>
        Gen.Select(Gen.Byte, Gen.Bool, Gen.ULong, Gen.Long, Gen.Long, Gen.Bool)
            .Select((sort, descending, digest, value, id, inclusive) => new Cursor(new(sort, descending, digest), value, id, inclusive))
            .Sample(cursor => Assert.Equal(cursor, Texts.Read(Texts.Write(cursor))), threads: 1);

    [Fact]
    public void A_changed_text_is_refused()
    {
        var text = Texts.Write(Sample);
        for (var i = 0; i < text.Length - 1; i++)
        {
            Assert.Null(Texts.Read(text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..]));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("+79161234567")]
    [InlineData("🙂")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    public void Anything_else_is_refused(string? text) => Assert.Null(Texts.Read(text));

    [Fact]
    public void A_cursor_of_another_installation_is_refused()
    {
        var other = new CursorTexts(KeyStore.Fixed(new(Enum.GetValues<KeyPurpose>().Select(purpose => TestKeys.Key(purpose, purpose == KeyPurpose.Cipher ? 2 : 1)))));

        Assert.Null(other.Read(Texts.Write(Sample)));
    }

    [Fact]
    public void The_address_shows_no_id() =>
        Assert.NotEqual(Texts.Write(Sample), Texts.Write(Sample));
}
