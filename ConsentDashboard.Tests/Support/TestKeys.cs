using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Tests.Support;

/// <summary>Keys that are the same in each run, but for the one that signs: its form has to be made.</summary>
internal static class TestKeys
{
    public static readonly KeyRing Ring = new(Enum.GetValues<KeyPurpose>().Select(purpose => Key(purpose, 1)));

    public static ProtectionKey Key(KeyPurpose purpose, int id) => purpose == KeyPurpose.Signing
        ? ProtectionKey.Create(purpose, id, DateTime.UnixEpoch)
        : new(purpose, id, SHA256.HashData(Encoding.ASCII.GetBytes($"test key {purpose} {id}")), DateTime.UnixEpoch);
}
