using System.Net;
using System.Net.Sockets;

namespace ConsentDashboard.Operations.Webhooks;

/// <summary>
/// Which addresses a receiver may have. The name is resolved and the connection opened by the same hand, so that a name
/// cannot point elsewhere between the check and the call.
/// </summary>
public static class PublicTargets
{
    // IANA's special-purpose registries: what no packet from outside reaches.
    private static readonly IPNetwork[] Closed =
    [
        .. ((string[])[
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]).Select(IPNetwork.Parse),
    ];

    // Everything else of IPv6 is loopback, mapped, translated, local or multicast.
    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    public static bool IsPublic(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Array.Exists(Closed, network => network.Contains(address)),
        AddressFamily.InterNetworkV6 => !address.IsIPv4MappedToIPv6 && GlobalV6.Contains(address) && !Array.Exists(Closed, network => network.Contains(address)),
        _ => false,
    };

    /// <exception cref="ForbiddenTargetException">The name leads to no public address.</exception>
    internal static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = await Dns.GetHostAddressesAsync(host, cancellation);

        // One private address among public ones is a trick or a mistake; neither is called.
        if (found.Length == 0 || !Array.TrueForAll(found, IsPublic))
        {
            throw new ForbiddenTargetException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A receiver that the settings forbid; its name stands in no message.</summary>
internal sealed class ForbiddenTargetException() : IOException("The receiver has no public address.");
