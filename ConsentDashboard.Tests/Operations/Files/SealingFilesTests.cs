using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Operations.Files;

/// <summary>What a job leaves on the disk tells nobody anything, and is whole or not there.</summary>
public sealed class SealingFilesTests
{
    private const int Chunk = 64 * 1024;

    private static readonly PublicId Job = new(7);

    private readonly string _folder = TestFolders.Create();
    private readonly JobFiles _files;

    public SealingFilesTests() => _files = new(_folder, KeyStore.Fixed(TestKeys.Ring));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData((3 * Chunk) + 17)]
    public async Task What_was_written_is_read(int length)
    {
        var text = RandomNumberGenerator.GetBytes(length);
        await WriteAsync("rows", text);

        await using var reader = _files.Open(Job, "rows");

        Assert.Equal(length, reader.Length);
        Assert.Equal(text, await ReadAsync(reader));
    }

    [Fact]
    public async Task Any_place_can_be_read()
    {
        var text = RandomNumberGenerator.GetBytes((3 * Chunk) + 17);
        await WriteAsync("rows", text);
        await using var reader = _files.Open(Job, "rows");

        foreach (var place in new[] { 2 * Chunk, 5, Chunk - 3, (3 * Chunk) + 16, 0 })
        {
            reader.Position = place;
            var read = new byte[Math.Min(10, text.Length - place)];
            reader.ReadExactly(read);
            Assert.Equal(text.AsSpan(place, read.Length).ToArray(), read);
        }
    }

    [Fact]
    public async Task The_disk_holds_nothing_that_can_be_read()
    {
        await WriteAsync("rows", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(A.Number(1), 100))));

        Assert.DoesNotContain(A.Number(1)[1..], Encoding.Latin1.GetString(File.ReadAllBytes(Stored("rows"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_finished_is_not_there_and_leaves_nothing()
    {
        await using (var writer = _files.Create(Job, "rows"))
        {
            writer.Write(new byte[2 * Chunk]);
            Assert.False(_files.Exists(Job, "rows"));
        }

        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public async Task Two_who_write_the_same_file_do_not_touch_each_others()
    {
        await using var late = _files.Create(Job, "rows");
        late.Write([1]);
        await using (var next = _files.Create(Job, "rows"))
        {
            next.Write([2]);
            await late.DisposeAsync();
            await next.CompleteAsync();
        }

        await using var reader = _files.Open(Job, "rows");
        Assert.Equal([2], await ReadAsync(reader));
        Assert.Single(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public async Task What_is_removed_goes_with_what_was_begun_of_it()
    {
        await using var begun = _files.Create(Job, "rows");
        await WriteAsync("rows", [1]);
        await WriteAsync("rows-sorted", [2]);

        _files.Delete(Job, "rows");

        Assert.Equal(["rows-sorted"], Directory.EnumerateFiles(_folder).Select(path => Path.GetFileName(path).Split('.')[1]));
    }

    [Fact]
    public async Task Files_of_one_kind_that_nobody_wrote_to_for_long_go()
    {
        var noon = new DateTime(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);
        foreach (var (name, hour) in new[] { ("recall-a", 9), ("recall-b", 12), ("rows", 9) })
        {
            await WriteAsync(name, [1]);
            File.SetLastWriteTimeUtc(Stored(name), noon.Date.AddHours(hour));
        }

        _files.DeleteOld("recall-", noon.AddHours(-1));

        Assert.Equal(["recall-b", "rows"], Directory.EnumerateFiles(_folder).Select(path => Path.GetFileName(path).Split('.')[1]).Order());
    }

    [Fact]
    public async Task A_new_file_takes_the_place_of_the_old_one_only_when_it_is_whole()
    {
        await WriteAsync("rows", [1]);
        await using (var writer = _files.Create(Job, "rows"))
        {
            writer.Write([2]);
            await using var before = _files.Open(Job, "rows");
            Assert.Equal([1], await ReadAsync(before));
            await writer.CompleteAsync();
        }

        await using var after = _files.Open(Job, "rows");
        Assert.Equal([2], await ReadAsync(after));
    }

    public static TheoryData<string, Func<byte[], byte[]>> Changes => new()
    {
        { "one bit", bytes => [.. bytes[..100], (byte)(bytes[100] ^ 1), .. bytes[101..]] },
        { "cut inside a chunk", bytes => bytes[..^5] },
        { "cut between chunks", bytes => bytes[..^(17 + 16)] },
        { "nothing but the key", bytes => bytes[..63] },
        { "shorter than the key", bytes => bytes[..20] },
        { "something appended", bytes => [.. bytes, 1, 2, 3] },
        { "chunks swapped", bytes => [.. bytes[..63], .. bytes[(63 + Chunk + 16)..(63 + (2 * (Chunk + 16)))], .. bytes[63..(63 + Chunk + 16)], .. bytes[(63 + (2 * (Chunk + 16)))..]] },
    };

    [Theory, MemberData(nameof(Changes))]
    public async Task A_file_that_was_changed_does_not_open(string change, Func<byte[], byte[]> apply)
    {
        await WriteAsync("rows", RandomNumberGenerator.GetBytes((2 * Chunk) + 17));
        await File.WriteAllBytesAsync(Stored("rows"), apply(await File.ReadAllBytesAsync(Stored("rows"), TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);

        var refused = await Record.ExceptionAsync(async () =>
        {
            await using var reader = _files.Open(Job, "rows");
            await ReadAsync(reader);
        });

        Assert.True(refused is CryptographicException, $"{change}: {refused}");
    }

    [Fact]
    public async Task A_file_under_another_name_does_not_open()
    {
        await WriteAsync("rows", [1]);
        File.Move(Stored("rows"), Stored("verdicts"));

        Assert.ThrowsAny<CryptographicException>(() => _files.Open(Job, "verdicts"));
    }

    [Fact]
    public async Task A_jobs_files_go_together_and_no_others()
    {
        await WriteAsync("rows", [1]);
        await WriteAsync("verdicts", [2]);
        await using (var other = _files.Create(new(8), "rows"))
        {
            await other.CompleteAsync();
        }

        _files.DeleteAll(Job);

        Assert.False(_files.Exists(Job, "rows") || _files.Exists(Job, "verdicts"));
        Assert.True(_files.Exists(new(8), "rows"));
    }

    private string Stored(string name) => Path.Combine(_folder, $"{Job}.{name}");

    private async Task WriteAsync(string name, byte[] text)
    {
        await using var writer = _files.Create(Job, name);
        await writer.WriteAsync(text, TestContext.Current.CancellationToken);
        await writer.CompleteAsync();
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, TestContext.Current.CancellationToken);
        return all.ToArray();
    }
}
