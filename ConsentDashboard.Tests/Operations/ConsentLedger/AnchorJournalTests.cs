using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;

namespace ConsentDashboard.Tests.Operations.ConsentLedger;

public sealed class AnchorJournalTests : IDisposable
{
    private static readonly DateTime At = Times.FromUnixMilliseconds(1_790_000_000_123);

    private readonly string _folder = Directory.CreateTempSubdirectory("journal").FullName;
    private readonly AnchorJournal _journal;

    public AnchorJournalTests() => _journal = new(Path.Combine(_folder, "journal"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void There_is_nothing_before_the_first_append()
    {
        Assert.Null(_journal.Last());
        Assert.Empty(_journal.Read());
        Assert.Equal(0, _journal.Generation);
    }

    [Fact]
    public void Reads_back_every_field()
    {
        JournalBatch batch = new(7, Hash(7), At,
        [
            new(JournalStopKind.Withdrawal, Hash(1), 42, ConsentKind.Contact, ConsentCells.AllSms, At),
            new(JournalStopKind.Suppression, Hash(2), null, ConsentKind.Processing, ConsentCells.All, At.AddMilliseconds(1)),
            new(JournalStopKind.Erasure, Hash(3), null, ConsentKind.Contact, ConsentCells.All, At.AddMilliseconds(2)),
            JournalStop.Row(new PublicId(4), At.AddMilliseconds(3)),
            JournalStop.Restriction(new PublicId(5), At.AddMilliseconds(4)),
        ])
        { Generation = 3 };

        _journal.Append(batch);

        AssertSame(batch, Assert.Single(_journal.Read()));
        AssertSame(batch, _journal.Last()!);
        Assert.Equal(3, _journal.Generation);
    }

    [Theory]
    [InlineData(JournalStopKind.Withdrawal, 1)]
    [InlineData(JournalStopKind.Suppression, 1)]
    [InlineData(JournalStopKind.Erasure, 1)]
    [InlineData(JournalStopKind.Row, 1)]
    [InlineData(JournalStopKind.Restriction, 2)]
    public void Only_a_restriction_makes_a_frame_that_an_older_version_of_the_app_refuses(JournalStopKind kind, byte version)
    {
        var stop = JournalStop.Row(new PublicId(4), At) with { Kind = kind };

        var bytes = new AnchorJournalFrame(default, [Batch(1), Batch(2) with { Stops = [stop] }]).Write();

        Assert.Equal(version, bytes[AnchorJournalFrame.HeadSize]);
        Assert.Equal(kind, AnchorJournalFrame.Read(bytes)!.Batches[1].Stops[0].Kind);
    }

    [Fact]
    public void A_second_instance_continues_the_file()
    {
        _journal.Append([Batch(1), Batch(2)]);
        new AnchorJournal(Path.GetDirectoryName(_journal.Path)!).Append(Batch(3));

        Assert.Equal([1, 2, 3], _journal.Read().Select(batch => batch.Seq));
        Assert.Equal(3, _journal.Last()!.Seq);
    }

    [Fact]
    public void The_last_batch_is_the_highest_even_if_a_slower_process_appended_after_it()
    {
        _journal.Append(Batch(2));
        _journal.Append(Batch(1));

        Assert.Equal(2, _journal.Last()!.Seq);
    }

    [Fact]
    public void A_tail_torn_at_any_byte_is_cut_and_the_rest_kept()
    {
        _journal.Append([Batch(1), Batch(2)]);
        var whole = new FileInfo(_journal.Path).Length;
        _journal.Append(Batch(3));
        var bytes = File.ReadAllBytes(_journal.Path);

        for (var length = whole; length < bytes.Length; length++)
        {
            File.WriteAllBytes(_journal.Path, bytes[..(int)length]);
            Assert.Equal([1, 2], _journal.Read().Select(batch => batch.Seq));
            Assert.Equal(2, _journal.Last()!.Seq);

            _journal.Append(Batch(3));
            Assert.Equal(bytes, File.ReadAllBytes(_journal.Path));
        }
    }

    [Fact]
    public void A_tail_of_pages_that_never_reached_the_disk_is_cut()
    {
        _journal.Append(Batch(1));
        var whole = new FileInfo(_journal.Path).Length;
        _journal.Append(Batch(2));
        var bytes = File.ReadAllBytes(_journal.Path);
        bytes.AsSpan((int)whole).Clear();
        File.WriteAllBytes(_journal.Path, bytes);

        Assert.Equal(1, _journal.Last()!.Seq);
        _journal.Append(Batch(2));
        Assert.Equal([1, 2], _journal.Read().Select(batch => batch.Seq));
    }

    [Fact]
    public void Damage_in_the_middle_is_reported_and_nothing_is_cut()
    {
        _journal.Append(Batch(1));
        var first = (int)new FileInfo(_journal.Path).Length;
        _journal.Append(Batch(2));
        _journal.Append(Batch(3));
        var bytes = File.ReadAllBytes(_journal.Path);

        for (var at = AnchorJournalFile.HeaderSize; at < first; at++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= 0x40;
            File.WriteAllBytes(_journal.Path, damaged);

            var error = Assert.Throws<AnchorJournalException>(() => _journal.Read().Count());
            Assert.Contains($"{_journal.Path} is damaged at byte {AnchorJournalFile.HeaderSize}", error.Message, StringComparison.Ordinal);
            Assert.Equal(damaged, File.ReadAllBytes(_journal.Path));
        }
    }

    [Fact]
    public void Damage_followed_by_a_torn_tail_is_not_cut()
    {
        _journal.Append(Batch(1));
        _journal.Append(Batch(2));
        _journal.Append(Batch(3));
        var bytes = File.ReadAllBytes(_journal.Path)[..^5];
        bytes[AnchorJournalFile.HeaderSize + 12] ^= 1;
        File.WriteAllBytes(_journal.Path, bytes);

        Assert.Throws<AnchorJournalException>(() => _journal.Append(Batch(4)));
        Assert.Equal(bytes, File.ReadAllBytes(_journal.Path));
    }

    [Fact]
    public void A_file_that_is_no_journal_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_journal.Path)!);
        File.WriteAllText(_journal.Path, "Somebody else's notes, longer than a header.");

        var error = Assert.Throws<AnchorJournalException>(() => _journal.Append(Batch(1)));

        Assert.Contains(_journal.Path, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Somebody else's notes", File.ReadAllText(_journal.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Parallel_writers_lose_nothing()
    {
        const int Each = 50;
        var folder = Path.GetDirectoryName(_journal.Path)!;
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, writer =>
        {
            var journal = new AnchorJournal(folder);
            for (var i = 0; i < Each; i++)
            {
                journal.Append(Batch((writer * Each) + i + 1));
            }
        });

        Assert.Equal(Enumerable.Range(1, 4 * Each).Select(seq => (long)seq), _journal.Read().Select(batch => batch.Seq).Order());
        Assert.Equal(4 * Each, _journal.Last()!.Seq);
    }

    [Fact]
    public void Only_the_owner_may_read_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _journal.Append(Batch(1));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_journal.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(_journal.Path)!));
    }

    internal static JournalBatch Batch(long seq) =>
        new(seq, Hash(seq), At.AddMilliseconds(seq), [new(JournalStopKind.Withdrawal, Hash(seq + 1000), seq % 2 == 0 ? seq : null, ConsentKind.Contact, ConsentCells.All, At)]);

    internal static byte[] Hash(long seed) => SHA256.HashData(BitConverter.GetBytes(seed));

    private static void AssertSame(JournalBatch expected, JournalBatch actual)
    {
        Assert.Equal((expected.Seq, expected.At, expected.Generation), (actual.Seq, actual.At, actual.Generation));
        Assert.Equal(expected.Hash, actual.Hash);
        Assert.Equal(expected.Stops.Select(Parts), actual.Stops.Select(Parts));

        static object Parts(JournalStop stop) =>
            (stop.Kind, Convert.ToHexString(stop.Key), stop.SenderId, stop.ConsentKind, stop.Cells, stop.At);
    }
}
