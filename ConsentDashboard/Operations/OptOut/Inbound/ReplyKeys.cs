using System.Security.Cryptography;
using System.Text;

namespace ConsentDashboard.Operations.OptOut.Inbound;

/// <summary>Keys made of the gateway's id: what follows from one message has the same keys however often it comes.</summary>
internal static class ReplyKeys
{
    /// <param name="part">Which of the things that follow from it.</param>
    public static Guid Of(InboundReply reply, string part) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{part}\n{reply.Source}\n{reply.ProviderId}")).AsSpan(0, 16), bigEndian: true);

    /// <summary>Whether the message is one of those that people look at: one in <paramref name="oneIn"/>, always the same ones.</summary>
    public static bool IsSample(InboundReply reply, int oneIn) => oneIn > 0 && BitConverter.ToUInt32(Of(reply, "sample").ToByteArray()) % (uint)oneIn == 0;
}
