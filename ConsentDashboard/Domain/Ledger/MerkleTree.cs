using System.Security.Cryptography;

namespace ConsentDashboard.Domain.Ledger;

/// <summary>Merkle tree hash and audit paths of RFC 6962, section 2.1; the leaves are the hashes of a batch's events.</summary>
public static class MerkleTree
{
    private const int HashSize = 32;

    /// <summary>The root; SHA-256 of nothing where there are no leaves.</summary>
    public static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        var level = new byte[leaves.Count * HashSize];
        for (var i = 0; i < leaves.Count; i++)
        {
            PutLeaf(leaves[i], level.AsSpan(i * HashSize, HashSize));
        }

        return RootOver(level);
    }

    // What is no hash at all stays zeros, which lead to no signed root.
    internal static void PutLeaf(ReadOnlySpan<byte> leaf, Span<byte> to)
    {
        if (leaf.Length == HashSize)
        {
            leaf.CopyTo(to);
        }
    }

    /// <summary>The root of leaves that stand one after the other; works in their place, so that it makes no garbage.</summary>
    /// <param name="level">The leaves; overwritten.</param>
    internal static byte[] RootOver(Span<byte> level)
    {
        if (level.IsEmpty)
        {
            return SHA256.HashData(level);
        }

        for (var at = 0; at < level.Length; at += HashSize)
        {
            Hash(0, level.Slice(at, HashSize), level[at..]);
        }

        while (level.Length > HashSize)
        {
            var next = 0;
            for (var at = 0; at < level.Length; at += 2 * HashSize, next += HashSize)
            {
                var pair = level[at..Math.Min(at + (2 * HashSize), level.Length)];
                if (pair.Length > HashSize)
                {
                    Hash(1, pair, level[next..]);
                }
                else
                {
                    pair.CopyTo(level[next..]);
                }
            }

            level = level[..next];
        }

        return level.ToArray();
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
        var hash = new byte[HashSize];
        Hash(0, leaf, hash);
        return hash;
    }

    private static byte[] NodeHash(byte[] left, byte[] right)
    {
        var hash = new byte[HashSize];
        Span<byte> pair = stackalloc byte[2 * HashSize];
        left.CopyTo(pair);
        right.CopyTo(pair[HashSize..]);
        Hash(1, pair, hash);
        return hash;
    }

    // The first byte keeps a leaf from passing for a node.
    private static void Hash(byte kind, ReadOnlySpan<byte> content, Span<byte> to)
    {
        Span<byte> data = stackalloc byte[1 + (2 * HashSize)];
        data[0] = kind;
        content.CopyTo(data[1..]);
        SHA256.HashData(data[..(1 + content.Length)], to);
    }
}
