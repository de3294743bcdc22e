using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.ConsentLedger;

namespace ConsentDashboard.Tests.Operations.ConsentLedger;

public sealed class AnchorJournalRewrapTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("journal").FullName;
    private readonly AnchorJournal _journal;

    public AnchorJournalRewrapTests()
    {
        _journal = new(_folder);
        _journal.Append([AnchorJournalTests.Batch(1), AnchorJournalTests.Batch(2)]);
        _journal.Append(AnchorJournalTests.Batch(3));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Wraps_every_index_once_and_changes_nothing_else()
    {
        var before = _journal.Read().ToList();

        _journal.Rewrap(2, Wrap);

        var after = _journal.Read().ToList();
        Assert.Equal(2, _journal.Generation);
        Assert.Equal(before.Select(batch => (batch.Seq, Convert.ToHexString(batch.Hash), batch.At)), after.Select(batch => (batch.Seq, Convert.ToHexString(batch.Hash), batch.At)));
        Assert.All(after, batch => Assert.Equal(2, batch.Generation));
        Assert.Equal(
            before.SelectMany(batch => batch.Stops).Select(stop => Convert.ToHexString(Wrap(stop.Key, 2))),
            after.SelectMany(batch => batch.Stops).Select(stop => Convert.ToHexString(stop.Key)));
        Assert.Equal(3, _journal.Last()!.Seq);
    }

    [Theory]
    [InlineData(JournalStopKind.Row)]
    [InlineData(JournalStopKind.Restriction)]
    public void The_name_of_a_row_is_no_hash_and_stays(JournalStopKind kind)
    {
        var row = JournalStop.Row(PublicId.Create(), DateTime.UnixEpoch) with { Kind = kind };
        _journal.Append(AnchorJournalTests.Batch(4) with { Stops = [row] });

        _journal.Rewrap(2, Wrap);

        Assert.Equal((kind, row.Subscriber), (_journal.Last()!.Stops[0].Kind, _journal.Last()!.Stops[0].Subscriber));
    }

    [Fact]
    public void A_second_time_changes_nothing()
    {
        _journal.Rewrap(2, Wrap);
        var bytes = File.ReadAllBytes(_journal.Path);

        _journal.Rewrap(2, Wrap);

        Assert.Equal(bytes, File.ReadAllBytes(_journal.Path));
    }

    [Fact]
    public void A_wrap_that_fails_halfway_leaves_the_old_file_and_may_be_repeated()
    {
        var bytes = File.ReadAllBytes(_journal.Path);
        var wrapped = 0;

        Assert.Throws<IOException>(() => _journal.Rewrap(2, (index, number) => wrapped++ == 2 ? throw new IOException("pulled plug") : Wrap(index, number)));
        Assert.Equal(bytes, File.ReadAllBytes(_journal.Path));
        Assert.Equal(1, _journal.Generation);

        _journal.Rewrap(2, Wrap);
        Assert.Equal(2, _journal.Generation);
        Assert.Equal(3, _journal.Read().Count());
    }

    [Fact]
    public void What_a_kill_left_beside_is_overwritten()
    {
        File.WriteAllText($"{_journal.Path}.new", "half a journal, from a process that was killed");

        _journal.Rewrap(2, Wrap);

        Assert.Equal([1, 2, 3], _journal.Read().Select(batch => batch.Seq));
    }

    [Fact]
    public void A_batch_that_was_already_wrapped_is_not_wrapped_again()
    {
        var newer = AnchorJournalTests.Batch(4) with { Generation = 2 };
        _journal.Append(newer);

        _journal.Rewrap(2, Wrap);

        Assert.Equal(newer.Stops[0].Key, _journal.Last()!.Stops[0].Key);
    }

    [Fact]
    public void A_batch_that_came_late_says_its_own_generation_and_is_caught_up_with()
    {
        _journal.Rewrap(2, Wrap);
        var late = AnchorJournalTests.Batch(4);
        _journal.Append(late);
        Assert.Equal([2, 2, 2, 1], _journal.Read().Select(batch => batch.Generation));

        _journal.Rewrap(3, Wrap);

        Assert.All(_journal.Read(), batch => Assert.Equal(3, batch.Generation));
        Assert.Equal(Wrap(Wrap(late.Stops[0].Key, 2), 3), _journal.Last()!.Stops[0].Key);
    }

    [Fact]
    public void A_torn_tail_is_not_carried_over()
    {
        using (var file = File.Open(_journal.Path, FileMode.Append))
        {
            file.Write("aJf\x1e\x10"u8);
        }

        _journal.Rewrap(2, Wrap);

        Assert.Equal([1, 2, 3], _journal.Read().Select(batch => batch.Seq));
    }

    [Fact]
    public async Task Appending_meanwhile_loses_nothing()
    {
        var wrapping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rewrap = Task.Run(
            () => _journal.Rewrap(2, (index, number) =>
            {
                wrapping.TrySetResult();
                return Wrap(index, number);
            }),
            TestContext.Current.CancellationToken);
        await wrapping.Task;

        new AnchorJournal(_folder).Append(AnchorJournalTests.Batch(4) with { Generation = 2 });

        await rewrap;
        Assert.Equal([1, 2, 3, 4], _journal.Read().Select(batch => batch.Seq));
    }

    private static byte[] Wrap(byte[] index, int number) => HMACSHA256.HashData(new[] { (byte)number }, index);
}
