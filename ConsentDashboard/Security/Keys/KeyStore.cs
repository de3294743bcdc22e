using System.Text.Json;
using System.Text.Json.Serialization;
using ConsentDashboard.Domain.Protection;

namespace ConsentDashboard.Security.Keys;

/// <summary>Where the keys come from: the file (mode 0600), or configuration and environment, which win and are never written.</summary>
public sealed class KeyOptions
{
    public const string Section = "Keys";

    /// <summary>Path of the key file; relative paths start at the data folder.</summary>
    public string File { get; set; } = "keys.json";

    /// <summary>Keys given in configuration or environment (<c>Keys__Inline__0__Purpose</c>, <c>__Id</c>, <c>__Material</c> in base64).</summary>
    public List<InlineKey> Inline { get; set; } = [];

    public sealed class InlineKey
    {
        public KeyPurpose Purpose { get; set; }

        public int Id { get; set; } = 1;

        public string Material { get; set; } = "";
    }
}

/// <summary>Holds the ring in force and follows the key file, so that a rotation in another process is seen here.</summary>
public sealed class KeyStore
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly string? _path;
    private readonly Lock _lock = new();
    private volatile KeyRing? _ring;
    private DateTime _readAt;

    private KeyStore(string? path, KeyRing? ring) => (_path, _ring) = (path, ring);

    /// <summary>Whether keys are there at all; without them and with an empty database, <see cref="CreateFirst"/> makes them.</summary>
    public bool Exists => _ring is not null || (_path is not null && File.Exists(_path));

    /// <summary>Whether the keys live in a file of ours, so that a rotation can add one.</summary>
    public bool IsFile => _path is not null;

    public string? Path => _path;

    /// <exception cref="KeyException">There are no keys, or they cannot be read.</exception>
    public KeyRing Current => _ring ?? Reload();

    public static KeyStore InFile(string path) => new(path, null);

    public static KeyStore Fixed(KeyRing ring) => new(null, ring);

    /// <exception cref="KeyException">An inline key is missing, or is not base64 of the right length.</exception>
    public static KeyStore From(KeyOptions options, string dataFolder)
    {
        if (options.Inline.Count == 0)
        {
            return InFile(System.IO.Path.Combine(dataFolder, options.File));
        }

        try
        {
            return Fixed(new(options.Inline.Select(key => new ProtectionKey(key.Purpose, key.Id, Convert.FromBase64String(key.Material), DateTime.UnixEpoch))));
        }
        catch (Exception e) when (e is FormatException or KeyException)
        {
            throw new KeyException($"The keys under Keys:Inline cannot be used: {e.Message} Give 32 bytes in base64, or PKCS#8 in base64 for Signing.", e);
        }
    }

    /// <summary>Creates the first keys. Never replaces a file that is there.</summary>
    /// <exception cref="KeyException">The file is there already, or cannot be written.</exception>
    public KeyRing CreateFirst(DateTime now)
    {
        if (_path is null)
        {
            throw new KeyException("Keys are given by configuration and incomplete; add what is missing under Keys:Inline.");
        }

        lock (_lock)
        {
            Write(KeyRing.Create(now), FileMode.CreateNew);
            return Reload();
        }
    }

    /// <summary>Adds a key to the file: written beside it, flushed, then renamed over it, so that a kill leaves the old or the new.</summary>
    public KeyRing Add(ProtectionKey key)
    {
        lock (_lock)
        {
            Write(new(Reload().All.Append(key)), FileMode.Create);
            return Reload();
        }
    }

    /// <summary>Reads the file again where it has changed since.</summary>
    public KeyRing Refresh() =>
        _path is not null && File.Exists(_path) && File.GetLastWriteTimeUtc(_path) != _readAt ? Reload() : Current;

    public KeyRing Reload()
    {
        if (_path is null)
        {
            return _ring ?? throw new KeyException("No keys are configured.");
        }

        lock (_lock)
        {
            try
            {
                var written = File.GetLastWriteTimeUtc(_path);
                var file = JsonSerializer.Deserialize<KeyFile>(File.ReadAllBytes(_path), Json);
                if (file is not { Keys.Count: > 0 })
                {
                    throw new KeyException($"The key file {_path} is empty. Restore it from your backup.");
                }

                _ring = new(file.Keys.Select(key => new ProtectionKey(key.Purpose, key.Id, key.Material, key.CreatedAt)));
                _readAt = written;
                return _ring;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
            {
                throw new KeyException($"The key file {_path} cannot be read. Restore it from your backup and see that the service may read it.", e);
            }
        }
    }

    private void Write(KeyRing ring, FileMode mode)
    {
        var path = _path!;
        var temporary = $"{path}.new";
        try
        {
            if (mode == FileMode.CreateNew && File.Exists(path))
            {
                throw new KeyException($"The key file {path} is there already; it is never replaced.");
            }

            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);

            // What a killed process left may have any mode, and a mode is set only on a file that is made.
            File.Delete(temporary);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var stream = new FileStream(temporary, options))
            {
                JsonSerializer.Serialize(stream, new KeyFile(1, [.. ring.All.OrderBy(key => key.Purpose).ThenBy(key => key.Id)
                    .Select(key => new StoredKey(key.Purpose, key.Id, key.Material, key.CreatedAt))]), Json);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: mode != FileMode.CreateNew);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyException($"The key file {path} cannot be written. See that the service may write to its folder.", e);
        }
    }

    private sealed record KeyFile(int Version, List<StoredKey> Keys);

    private sealed record StoredKey(KeyPurpose Purpose, int Id, byte[] Material, DateTime CreatedAt);
}
