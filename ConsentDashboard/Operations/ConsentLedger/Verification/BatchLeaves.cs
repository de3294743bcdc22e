using ConsentDashboard.Domain.Ledger;

namespace ConsentDashboard.Operations.ConsentLedger.Verification;

/// <summary>The hashes of one batch after another, in the same memory: a batch may have tens of thousands.</summary>
internal sealed class BatchLeaves
{
    private const int HashSize = 32;

    private byte[] _hashes = new byte[4096 * HashSize];

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public void Add(byte[] hash)
    {
        if (_hashes.Length < (Count + 1) * HashSize)
        {
            Array.Resize(ref _hashes, _hashes.Length * 2);
        }

        var to = _hashes.AsSpan(Count * HashSize, HashSize);
        to.Clear();
        MerkleTree.PutLeaf(hash, to);
        Count++;
    }

    /// <summary>Their root; uses them up.</summary>
    public byte[] TakeRoot()
    {
        var root = MerkleTree.RootOver(_hashes.AsSpan(0, Count * HashSize));
        Clear();
        return root;
    }
}
