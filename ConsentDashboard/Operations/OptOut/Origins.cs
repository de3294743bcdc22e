using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.OptOut;

/// <summary>Names where an asserted withdrawal came from, by a keyed hash: the same origin is known again, and not known by name.</summary>
public sealed class Origins(KeyStore keys)
{
    /// <param name="ip">As text; one that cannot be read is an origin of its own.</param>
    public OriginDraft OfAddress(string ip) => Draft(OriginKind.Address, IPAddress.TryParse(ip, out var address) ? NetworkOf(address) : ip);

    public OriginDraft OfAgent(Actor agent) => Draft(OriginKind.Agent, agent.Key);

    /// <param name="key">The key's public id.</param>
    public OriginDraft OfApiKey(PublicId key) => Draft(OriginKind.ApiKey, $"{key}");

    /// <summary>What counts as one address: of IPv6 the first 64 bits, because whoever has one has all that begin so.</summary>
    public static string NetworkOf(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => $"{address.MapToIPv4()}",
        { AddressFamily: AddressFamily.InterNetworkV6 } => $"{new IPAddress([.. address.GetAddressBytes()[..8], .. new byte[8]])}/64",
        _ => $"{address}",
    };

    private OriginDraft Draft(OriginKind kind, string name) =>
        new(kind, HMACSHA256.HashData(keys.Current.Seal.Material, Encoding.UTF8.GetBytes($"origin:{(byte)kind}:{name}")));
}
