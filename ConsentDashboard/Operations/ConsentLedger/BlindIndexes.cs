using System.Buffers.Binary;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>Compares blind indexes by their bytes. They are HMAC values: any four bytes of one are as good as a hash of it.</summary>
internal sealed class BlindIndexes : IEqualityComparer<byte[]>
{
    public static readonly BlindIndexes Comparer = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => obj.Length >= sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(obj) : 0;
}
