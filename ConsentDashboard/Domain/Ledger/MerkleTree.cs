using System.Security.Cryptography;

namespace ConsentDashboard.Domain.Ledger;

/// <summary>Merkle tree hash and audit paths of RFC 6962, section 2.1; the leaves are the hashes of a batch's events.</summary>
public static class MerkleTree
{
    private const int HashSize = 32;

    /// <summary>The root; SHA-256 of nothing where there are no leaves.</summary>
    public static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        if (leaves.Count == 0)
        {
            return SHA256.HashData(ReadOnlySpan<byte>.Empty);
        }

        var level = leaves.Select(LeafHash).ToArray();
        var count = level.Length;
        while (count > 1)
        {
            var next = 0;
            for (var i = 0; i < count; i += 2)
            {
                level[next++] = i + 1 < count ? NodeHash(level[i], level[i + 1]) : level[i];
            }

            count = next;
        }

        return level[0];
    }

    /// <summary>The sibling hashes from the leaf up, as RFC 6962 2.1.1 orders them.</summary>
    public static IReadOnlyList<byte[]> Path(IReadOnlyList<byte[]> leaves, int index)
    {
        List<byte[]> path = [];
        var level = leaves.Select(LeafHash).ToList();
        while (level.Count > 1)
        {
            var sibling = index ^ 1;
            if (sibling < level.Count)
            {
                path.Add(level[sibling]);
            }

            List<byte[]> next = [];
            for (var i = 0; i < level.Count; i += 2)
            {
                next.Add(i + 1 < level.Count ? NodeHash(level[i], level[i + 1]) : level[i]);
            }

            (level, index) = (next, index / 2);
        }

        return path;
    }

    /// <summary>The root that a leaf and its path lead to; null where the path does not fit the tree's size.</summary>
    public static byte[]? RootFrom(byte[] leaf, int index, int count, IReadOnlyList<byte[]> path)
    {
        var hash = LeafHash(leaf);
        var used = 0;
        while (count > 1)
        {
            var sibling = index ^ 1;
            if (sibling < count)
            {
                if (used >= path.Count)
                {
                    return null;
                }

                hash = (index & 1) == 1 ? NodeHash(path[used], hash) : NodeHash(hash, path[used]);
                used++;
            }

            (index, count) = (index / 2, (count + 1) / 2);
        }

        return used == path.Count ? hash : null;
    }

    private static byte[] LeafHash(byte[] leaf)
    {
        Span<byte> data = stackalloc byte[1 + HashSize];
        data[0] = 0;
        leaf.CopyTo(data[1..]);
        return SHA256.HashData(data);
    }

    private static byte[] NodeHash(byte[] left, byte[] right)
    {
        Span<byte> data = stackalloc byte[1 + (2 * HashSize)];
        data[0] = 1;
        left.CopyTo(data[1..]);
        right.CopyTo(data[(1 + HashSize)..]);
        return SHA256.HashData(data);
    }
}
