using System.Security.Cryptography;
using ConsentDashboard.Domain.Ledger;

namespace ConsentDashboard.Tests.Domain.Ledger;

public sealed class MerkleTreeTests
{
    public static TheoryData<int> Sizes => [.. Enumerable.Range(1, 20), 31, 32, 33, 100, 511, 512];

    [Fact]
    public void The_root_of_nothing_is_the_hash_of_nothing() => Assert.Equal(SHA256.HashData([]), MerkleTree.Root([]));

    [Theory, MemberData(nameof(Sizes))]
    public void The_root_is_that_of_the_definition_in_RFC_6962(int size)
    {
        var leaves = Leaves(size);

        Assert.Equal(Definition(leaves), MerkleTree.Root(leaves));
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Every_path_leads_to_the_root(int size)
    {
        var leaves = Leaves(size);
        var root = MerkleTree.Root(leaves);

        Assert.All(Enumerable.Range(0, size), index => Assert.Equal(root, MerkleTree.RootFrom(leaves[index], index, size, MerkleTree.Path(leaves, index))));
    }

    [Fact]
    public void A_path_does_not_fit_another_leaf_or_place_or_size()
    {
        var leaves = Leaves(5);
        var root = MerkleTree.Root(leaves);
        var path = MerkleTree.Path(leaves, 1);

        Assert.NotEqual(root, MerkleTree.RootFrom(leaves[2], 1, 5, path));
        Assert.NotEqual(root, MerkleTree.RootFrom(leaves[1], 0, 5, path));
        Assert.Null(MerkleTree.RootFrom(leaves[1], 1, 2, path));
        Assert.Null(MerkleTree.RootFrom(leaves[1], 1, 5, [.. path.Skip(1)]));
    }

    private static List<byte[]> Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => SHA256.HashData([(byte)i, (byte)(i >> 8)]))];

    // Section 2.1, word by word: split at the largest power of two below n.
    private static byte[] Definition(List<byte[]> leaves)
    {
        if (leaves.Count == 1)
        {
            return SHA256.HashData((byte[])[0, .. leaves[0]]);
        }

        var split = 1;
        while (split * 2 < leaves.Count)
        {
            split *= 2;
        }

        return SHA256.HashData((byte[])[1, .. Definition(leaves[..split]), .. Definition(leaves[split..])]);
    }
}
