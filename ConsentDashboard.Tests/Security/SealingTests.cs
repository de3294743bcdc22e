using System.Security.Cryptography;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Tests.Support;
using CsCheck;

namespace ConsentDashboard.Tests.Security;

public sealed class SealingTests
{
    private static readonly ProtectionKey Key = TestKeys.Key(KeyPurpose.Cipher, 1);

    [Fact]
    public void What_was_sealed_opens_again() => Gen.Select(Gen.Byte.Array[0, 300], Gen.Byte.Array[0, 40]).Sample((text, associated) =>
        Assert.Equal(text, Sealing.Open(TestKeys.Ring, Sealing.Seal(Key, text, associated), associated)));

    [Fact]
    public void A_value_moved_to_another_row_does_not_open() =>
        Assert.ThrowsAny<CryptographicException>(() => Sealing.Open(TestKeys.Ring, Sealing.Seal(Key, [1, 2, 3], [7]), [8]));

    [Fact]
    public void No_flipped_bit_goes_unseen()
    {
        var value = Sealing.Seal(Key, [1, 2, 3], [7]);
        for (var i = 0; i < value.Length * 8; i++)
        {
            var changed = value.ToArray();
            changed[i / 8] ^= (byte)(1 << (i % 8));
            Assert.True(Record.Exception(() => Sealing.Open(TestKeys.Ring, changed, [7])) is CryptographicException or KeyException, $"bit {i}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Sealing.Overhead - 1)]
    public void A_value_cut_short_does_not_open(int length) =>
        Assert.ThrowsAny<CryptographicException>(() => Sealing.Open(TestKeys.Ring, Sealing.Seal(Key, [], [])[..length], []));

    [Fact]
    public void A_missing_key_is_named()
    {
        var value = Sealing.Seal(TestKeys.Key(KeyPurpose.Cipher, 513), [1], []);

        Assert.Equal(513, Sealing.KeyIdOf(value));
        Assert.Contains("Cipher key 513", Assert.Throws<KeyException>(() => Sealing.Open(TestKeys.Ring, value, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_nonce_is_used_twice()
    {
        var nonces = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            Enumerable.Range(0, 25_000).Select(_ => Convert.ToHexString(Sealing.Seal(Key, [], []).AsSpan(3, 12))).ToArray(), TestContext.Current.CancellationToken)));

        Assert.Equal(100_000, nonces.SelectMany(n => n).Distinct().Count());
    }
}
