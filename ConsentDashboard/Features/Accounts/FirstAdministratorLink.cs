using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ConsentDashboard.Features.Accounts;

/// <summary>
/// The one-time way to the first account. Only its hash stays in memory; it ends with its use, after an hour and with the
/// process.
/// </summary>
public sealed class FirstAdministratorLink(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private byte[]? _hash;
    private DateTimeOffset _until;
    private string? _token;

    /// <returns>The token; it can also be taken once by whoever prints it.</returns>
    public string Issue()
    {
        lock (_lock)
        {
            _token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            _hash = Hash(_token);
            _until = clock.GetUtcNow() + Lifetime;
            return _token;
        }
    }

    /// <summary>The token, to be printed; it is forgotten with the first call.</summary>
    public string? TakeToken()
    {
        lock (_lock)
        {
            (var token, _token) = (_token, null);
            return token;
        }
    }

    public bool Accepts(string? token)
    {
        lock (_lock)
        {
            return _hash is not null && token is not null && clock.GetUtcNow() < _until && CryptographicOperations.FixedTimeEquals(_hash, Hash(token));
        }
    }

    public void Spend()
    {
        lock (_lock)
        {
            (_hash, _token) = (null, null);
        }
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
