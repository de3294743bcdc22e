using System.Buffers.Binary;
using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>HMAC-SHA-256 over what a suppression says, so that a changed keyed hash or scope is found even when the number is long erased.</summary>
public static class SuppressionSeal
{
    public static byte[] Compute(KeyRing keys, Suppression suppression)
    {
        Span<byte> row = stackalloc byte[8 + 32 + 8 + 4 + 8 + 8 + 1 + 8 + 8 + 8];
        var to = row;
        Put(ref to, suppression.Id);
        suppression.BlindIndex.CopyTo(to);
        to = to[32..];
        Put(ref to, suppression.SenderId ?? -1);
        to[0] = (byte)suppression.Kind;
        to[1] = (byte)suppression.Cells;
        to[2] = (byte)suppression.Reason;
        to[3] = suppression.SenderId is null ? (byte)1 : (byte)0;
        to = to[4..];
        Put(ref to, suppression.Since.ToUnixMilliseconds());
        Put(ref to, suppression.RecordedAt.ToUnixMilliseconds());
        to[0] = suppression.Absolute ? (byte)1 : (byte)0;
        to = to[1..];
        Put(ref to, suppression.EventId);
        Put(ref to, suppression.EndedAt.ToUnixMilliseconds());
        Put(ref to, suppression.EndedEventId ?? -1);
        return HMACSHA256.HashData(keys.Seal.Material, row);
    }

    private static void Put(ref Span<byte> to, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(to, value);
        to = to[8..];
    }
}
