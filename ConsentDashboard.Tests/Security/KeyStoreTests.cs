using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Security;

public sealed class KeyStoreTests
{
    private readonly string _path = Path.Combine(TestFolders.Create(), "data", "keys.json");

    [Fact]
    public void The_first_keys_can_be_read_by_the_owner_only()
    {
        KeyStore.InFile(_path).CreateFirst(DateTime.UnixEpoch);

        AssertPrivate();
    }

    [Fact]
    public void The_first_keys_are_one_of_each_and_read_back_the_same()
    {
        var created = KeyStore.InFile(_path).CreateFirst(DateTime.UnixEpoch);
        var read = KeyStore.InFile(_path).Current;

        Assert.Equal(Enum.GetValues<KeyPurpose>().Length, read.All.Count());
        AssertSame(created, read);
    }

    [Fact]
    public void A_key_file_is_never_replaced()
    {
        var created = KeyStore.InFile(_path).CreateFirst(DateTime.UnixEpoch);

        Assert.Contains(_path, Assert.Throws<KeyException>(() => KeyStore.InFile(_path).CreateFirst(DateTime.UnixEpoch)).Message, StringComparison.Ordinal);
        AssertSame(created, KeyStore.InFile(_path).Current);
    }

    [Fact]
    public void A_key_file_that_is_damaged_is_never_replaced_either()
    {
        KeyStore.InFile(_path).CreateFirst(DateTime.UnixEpoch);
        File.WriteAllText(_path, "{");

        Assert.Throws<KeyException>(() => KeyStore.InFile(_path).CreateFirst(DateTime.UnixEpoch));
        Assert.Equal("{", File.ReadAllText(_path));
    }

    [Fact]
    public void An_added_key_becomes_the_current_one_and_the_old_ones_stay()
    {
        var store = KeyStore.InFile(_path);
        store.CreateFirst(DateTime.UnixEpoch);

        store.Add(TestKeys.Key(KeyPurpose.Cipher, 2));

        var read = KeyStore.InFile(_path).Current;
        Assert.Equal(2, read.Cipher.Id);
        Assert.NotNull(read.Find(KeyPurpose.Cipher, 1));
        AssertPrivate();
    }

    [Fact]
    public void A_kill_while_adding_leaves_the_old_file_and_does_not_stop_the_next_try()
    {
        var store = KeyStore.InFile(_path);
        var before = store.CreateFirst(DateTime.UnixEpoch);
        // What a kill leaves: the new file half written, the old one untouched.
        File.WriteAllText($"{_path}.new", """{ "version": 1, "keys": [ { "purpo""");

        AssertSame(before, KeyStore.InFile(_path).Current);
        store.Add(TestKeys.Key(KeyPurpose.Index, 2));

        Assert.Equal(2, KeyStore.InFile(_path).Current.Index.Count);
        Assert.False(File.Exists($"{_path}.new"));
        AssertPrivate();
    }

    [Fact]
    public void A_key_added_by_another_process_is_seen()
    {
        var here = KeyStore.InFile(_path);
        here.CreateFirst(DateTime.UnixEpoch);
        KeyStore.InFile(_path).Add(TestKeys.Key(KeyPurpose.Cipher, 2));
        File.SetLastWriteTimeUtc(_path, File.GetLastWriteTimeUtc(_path).AddSeconds(1));

        Assert.Equal(2, here.Refresh().Cipher.Id);
    }

    [Fact]
    public void Keys_in_configuration_are_used_and_never_written()
    {
        var store = KeyStore.From(Inline(TestKeys.Ring), Path.GetDirectoryName(_path)!);

        AssertSame(TestKeys.Ring, store.Current);
        Assert.True(store.Exists);
        Assert.False(store.IsFile);
        Assert.Throws<KeyException>(() => store.CreateFirst(DateTime.UnixEpoch));
        Assert.False(Directory.Exists(Path.GetDirectoryName(_path)));
    }

    [Theory]
    [InlineData(KeyPurpose.Cipher, "not base64!")]
    [InlineData(KeyPurpose.Cipher, "")]
    [InlineData(KeyPurpose.Cipher, "c2hvcnQ=")]
    [InlineData(KeyPurpose.Index, "c2hvcnQ=")]
    [InlineData(KeyPurpose.Signing, "c2hvcnQ=")]
    public void A_key_in_configuration_that_cannot_be_one_is_refused_without_showing_it(KeyPurpose purpose, string material)
    {
        var options = Inline(TestKeys.Ring);
        options.Inline.Single(key => key.Purpose == purpose).Material = material;

        var refusal = Assert.Throws<KeyException>(() => KeyStore.From(options, "."));

        Assert.Contains("Keys:Inline", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ=", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_in_configuration_that_lack_a_purpose_are_refused_by_its_name()
    {
        var options = Inline(TestKeys.Ring);
        options.Inline.RemoveAll(key => key.Purpose == KeyPurpose.Seal);

        Assert.Contains("Seal", Assert.Throws<KeyException>(() => KeyStore.From(options, ".")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named_and_not_made()
    {
        var store = KeyStore.InFile(_path);

        Assert.False(store.Exists);
        Assert.Contains(_path, Assert.Throws<KeyException>(() => store.Current).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{ "version": 1, "keys": [] }""")]
    [InlineData("""{ "version": 1, "keys": [ { "purpose": "Cipher", "id": 1, "material": "!", "createdAt": "2026-06-01T00:00:00Z" } ] }""")]
    [InlineData("""{ "version": 1, "keys": [ { "purpose": "Cipher", "id": 1, "material": "c2hvcnQ=", "createdAt": "2026-06-01T00:00:00Z" } ] }""")]
    [InlineData("""{ "version": 1, "keys": [ { "purpose": "Cipher", "id": 1, "createdAt": "2026-06-01T00:00:00Z" } ] }""")]
    public void A_damaged_file_is_refused(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.WriteAllText(_path, text);

        Assert.Throws<KeyException>(() => KeyStore.InFile(_path).Current);
    }

    [Fact]
    public void A_key_given_twice_is_refused_by_its_name() => Assert.Contains("Cipher key 1", Assert.Throws<KeyException>(() =>
        new KeyRing(TestKeys.Ring.All.Append(TestKeys.Key(KeyPurpose.Cipher, 1)))).Message, StringComparison.Ordinal);

    private static KeyOptions Inline(KeyRing ring) => new()
    {
        Inline = [.. ring.All.Select(key => new KeyOptions.InlineKey { Purpose = key.Purpose, Id = key.Id, Material = Convert.ToBase64String(key.Material) })],
    };

    private static void AssertSame(KeyRing expected, KeyRing actual) => Assert.Equal(
        expected.All.OrderBy(key => key.Purpose).Select(key => (key.Purpose, key.Id, Convert.ToHexString(key.Material))),
        actual.All.OrderBy(key => key.Purpose).Select(key => (key.Purpose, key.Id, Convert.ToHexString(key.Material))));

    private void AssertPrivate()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
        }
    }
}
