using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Security;

public sealed class NumberVaultTests
{
    private const string Number = "+79161234567";

    private readonly NumberVault _vault = Vault(indexKeys: 3);

    [Fact]
    public void A_protected_number_comes_back_for_its_owner_only()
    {
        var owner = PublicId.Create();
        var held = _vault.Protect(Number, owner, generation: 1);

        Assert.Equal(Number, _vault.Decrypt(held.Cipher, owner));
        Assert.Equal("+7 ••• •••-45-67", _vault.Mask(held.Cipher, owner));
        Assert.ThrowsAny<CryptographicException>(() => _vault.Decrypt(held.Cipher, PublicId.Create()));
    }

    [Fact]
    public void Nothing_that_is_stored_shows_the_number()
    {
        var held = _vault.Protect(Number, PublicId.Create(), generation: 1);

        Assert.All([held.Cipher, held.BlindIndex, held.LastFourIndex, held.Salt, held.Commitment],
            stored => Assert.DoesNotContain("1234567", Encoding.Latin1.GetString(stored), StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_number_is_found_again_and_looks_different_each_time()
    {
        var (first, second) = (_vault.Protect(Number, PublicId.Create(), 1), _vault.Protect(Number, PublicId.Create(), 1));

        Assert.Equal(first.BlindIndex, second.BlindIndex);
        Assert.Equal(first.LastFourIndex, second.LastFourIndex);
        Assert.NotEqual(first.Cipher, second.Cipher);
        Assert.NotEqual(first.Commitment, second.Commitment);
        Assert.Equal(first.Commitment, NumberVault.Commitment(first.Salt, Number));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Wrapping_what_is_stored_once_more_equals_the_next_generation(int generation)
    {
        Assert.Equal(_vault.BlindIndex(Number, generation + 1), _vault.WrapOnce(_vault.BlindIndex(Number, generation), generation + 1));
        Assert.Equal(_vault.LastFourIndex("4567", generation + 1), _vault.WrapOnce(_vault.LastFourIndex("4567", generation), generation + 1));
    }

    [Fact]
    public void Another_key_gives_another_index()
    {
        var other = new NumberVault(KeyStore.Fixed(KeyRing.Create(DateTime.UnixEpoch)));

        Assert.NotEqual(_vault.BlindIndex(Number, 1), other.BlindIndex(Number, 1));
        Assert.NotEqual(_vault.BlindIndex(Number, 1), _vault.BlindIndex(Number, 2));
    }

    [Fact]
    public void The_last_four_of_a_number_are_not_the_index_of_a_number() =>
        Assert.NotEqual(_vault.LastFourIndex(Number, 1), _vault.BlindIndex(Number, 1));

    [Fact]
    public void A_missing_index_key_is_named() =>
        Assert.Contains("Index key 4", Assert.Throws<KeyException>(() => _vault.BlindIndex(Number, 4)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(30)]
    public void A_cipher_cut_short_is_refused_as_changed(int length)
    {
        var owner = PublicId.Create();

        Assert.ThrowsAny<CryptographicException>(() => _vault.Decrypt(_vault.Encrypt(Number, owner)[..length], owner));
    }

    [Fact]
    public void A_key_added_by_another_process_is_fetched_when_a_value_needs_it()
    {
        var path = Path.Combine(TestFolders.Create(), "keys.json");
        var here = KeyStore.InFile(path);
        here.CreateFirst(DateTime.UnixEpoch);
        var vault = new NumberVault(here);
        var elsewhere = KeyStore.InFile(path);
        elsewhere.Add(TestKeys.Key(KeyPurpose.Cipher, 2));
        elsewhere.Add(TestKeys.Key(KeyPurpose.Index, 2));
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(1));
        var (owner, other) = (PublicId.Create(), new NumberVault(elsewhere));

        Assert.Equal(Number, vault.Decrypt(other.Encrypt(Number, owner), owner));
        Assert.Equal(other.BlindIndex(Number, 2), vault.BlindIndex(Number, 2));
    }

    private static NumberVault Vault(int indexKeys) => new(KeyStore.Fixed(new(TestKeys.Ring.All
        .Concat(Enumerable.Range(2, indexKeys - 1).Select(id => TestKeys.Key(KeyPurpose.Index, id))))));
}
