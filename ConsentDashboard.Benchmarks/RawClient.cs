using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ConsentDashboard.Benchmarks;

/// <summary>One connection that sends requests as bytes and reads the status: the caller must not cost more than what it measures.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[64 << 10];

    private RawClient(Socket socket) => _socket = socket;

    public static async Task<RawClient> ConnectAsync(string address)
    {
        var uri = new Uri(address);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, uri.Port);
        return new(socket);
    }

    public static byte[] Post(string host, string path, string contentType, string headers, byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n{headers}\r\n"), .. body];

    /// <returns>The HTTP status.</returns>
    public async Task<int> SendAsync(byte[] request)
    {
        await _socket.SendAsync(request, SocketFlags.None);
        var have = 0;
        while (true)
        {
            if (have == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var read = await _socket.ReceiveAsync(_buffer.AsMemory(have), SocketFlags.None);
            if (read == 0)
            {
                throw new IOException("The connection was closed.");
            }

            have += read;
            var text = _buffer.AsSpan(0, have);
            var end = text.IndexOf("\r\n\r\n"u8);
            if (end >= 0 && have >= end + 4 + BodyLength(text[..end], text[(end + 4)..]))
            {
                return ((text[9] - '0') * 100) + ((text[10] - '0') * 10) + text[11] - '0';
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    // Either a length, or chunks that end with an empty one.
    private static int BodyLength(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        var at = head.IndexOf("Content-Length: "u8);
        if (at >= 0)
        {
            var digits = head[(at + 16)..];
            var line = digits.IndexOf((byte)'\r');
            return int.Parse(line < 0 ? digits : digits[..line], System.Globalization.CultureInfo.InvariantCulture);
        }

        return head.IndexOf("chunked"u8) < 0 ? 0 : body.EndsWith("0\r\n\r\n"u8) ? body.Length : int.MaxValue / 2;
    }
}
