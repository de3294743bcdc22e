using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ConsentDashboard.Operations.Exports;

/// <summary>
/// The opaque keys of the rows of one file. They grow, because a database takes rows in the order of their key several
/// times as fast; the steps between them are random, so that nobody guesses one or tells from it who it is.
/// </summary>
internal sealed class RowKeys
{
    private const int Batch = 1024;

    // Leaves room for 33 million rows even if every step were the largest.
    private const long LargestStep = 1L << 38;

    private readonly byte[] _random = new byte[Batch * sizeof(long)];
    private int _next = Batch;
    private long _last;

    public long Next()
    {
        if (_next == Batch)
        {
            RandomNumberGenerator.Fill(_random);
            _next = 0;
        }

        var step = BinaryPrimitives.ReadInt64LittleEndian(_random.AsSpan(_next++ * sizeof(long))) & (LargestStep - 1);
        return _last = checked(_last + step + 1);
    }
}
