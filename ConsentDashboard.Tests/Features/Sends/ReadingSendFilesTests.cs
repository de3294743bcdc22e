using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Features.Sends;
using ConsentDashboard.Features.Sends.Files;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.Sends;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsentDashboard.Tests.Features.Sends;

public sealed class ReadingSendFilesTests : IAsyncLifetime
{
    private Installation _here = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A file, how many messages of it are counted, and which rows and columns are not. The clock stands at 2026-06-01.</summary>
    public static TheoryData<string, int, string> Files => new()
    {
        { "phone\n+79160000001\n+79160000002\n", 2, "" },
        { "+79160000001\r\n+79160000001", 2, "" },
        { "Name;Телефон\r\nАнна;8 916 000-00-01\r\n", 1, "" },
        { "phone\tdate\n+79160000001\t2026-05-20\n+79160000001\t20.05.2026\n+79160000001\t2026-05-20T10:00:00+03:00\n", 3, "" },
        { "+79160000001,2026-05-20\n+79160000001,05/20/2026\n", 1, "2 2 Date" },
        { "phone,date\n+79160000001,2026-06-02\n+79160000001,2026-03-31\n+79160000001,\n", 0, "2 2 InTheFuture;3 2 TooOld;4 2 Date" },
        { "phone\n1.23E+11\n\n12\n+79160000001\n", 1, "2 1 Number;4 1 Number" },
        { "phone,note\n\"+79160000001\",\"two\nlines, \"\"quoted\"\"\"\n+79160000002,x\n", 2, "" },
        { "phone;note\n;x\n+79160000001;x\n", 1, "2 1 Number" },
    };

    public static TheoryData<string, string> NoLists => new()
    {
        { "", "SendsFile.Empty" },
        { "\n\n \n", "SendsFile.Empty" },
        { "name,city\nAnna,Omsk\n", "SendsFile.NoNumbers" },
        { "PK\u0003\u0004\u0014\0\u0006\0\b\0", "SendsFile.NoNumbers" },
        { new string('x', 40_000), "SendsFile.LineTooLong" },
        { "\"phone\n+79160000001\n", "SendsFile.OpenQuote" },
    };

    public async ValueTask InitializeAsync()
    {
        _here = await Installation.CreateAsync();
        await _here.Ledger.RecordAsync(_here.OptIn(1));
        await using var db = _here.Open();
        await db.Senders.ExecuteUpdateAsync(set => set.SetProperty(s => s.DefaultRegion, "RU"), Cancellation);
    }

    public ValueTask DisposeAsync() => _here.DisposeAsync();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Each_row_is_counted_or_named(string file, int counted, string not)
    {
        var outcome = (await RecordAsync(Encoding.UTF8.GetBytes(file))).Value!;

        Assert.Null(outcome.Stopped);
        Assert.Equal((counted, not), ((int)outcome.Sums.Messages, string.Join(';', outcome.First.Select(row => $"{row.Row} {row.Column} {row.Problem}"))));
        Assert.Equal(outcome.First.Count, outcome.NotUnderstood);
    }

    [Theory]
    [MemberData(nameof(NoLists))]
    public async Task What_is_no_list_of_numbers_is_refused(string file, string error)
    {
        var outcome = await RecordAsync(Encoding.UTF8.GetBytes(file));

        Assert.Equal(error, outcome.Error?.Key);
        Assert.DoesNotContain(await AuditAsync(), entry => entry.Action == AuditAction.SendsRecorded);
    }

    public static TheoryData<string, string, int, int> Unreadable => new()
    {
        { "phone,note\n+79160000001,x\n+79160000002,\"never closed\n+79160000003,x\n", "SendsFile.OpenQuote", 1, 3 },
        { "phone,note\n\n+79160000001,\"torn\nfrom\" here\n", "SendsFile.OpenQuote", 0, 3 },
        { "phone,note\n+79160000001,x\n+79160000002," + new string('x', 40_000) + "\n", "SendsFile.LineTooLong", 1, 3 },
        { "phone,note\n+79160000001,x\n\n" + new string(',', 400) + "\n", "SendsFile.TooManyColumns", 1, 4 },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_row_that_cannot_be_read_ends_the_counting_and_is_named(string file, string error, int counted, int row)
    {
        var outcome = (await RecordAsync(Encoding.UTF8.GetBytes(file))).Value!;

        Assert.Equal((error, counted, (int?)row), (outcome.Stopped?.Key, (int)outcome.Sums.Messages, outcome.StoppedAtRow));
        await using var db = _here.Open();
        Assert.Empty(await db.SendFiles.ToListAsync(Cancellation));
    }

    [Fact]
    public async Task The_Cyrillic_of_older_spreadsheets_is_read_as_well()
    {
        var outcome = await RecordAsync(FileEncodings.Find(FileEncodings.Cyrillic)!.GetBytes("Имя;Телефон\r\nАнна;+79160000001\r\n"));

        Assert.Equal(1, outcome.Value!.Sums.Messages);
    }

    [Fact]
    public async Task Sixteen_bit_letters_are_read_as_well() =>
        Assert.Equal(1, (await RecordAsync([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("телефон\r\n+79160000001\r\n")])).Value!.Sums.Messages);

    [Fact]
    public async Task A_long_list_is_counted_in_slices_by_day_and_leaves_counts_in_the_audit_trail()
    {
        var rows = Enumerable.Range(0, (CountSends.Slice * 3) + 7).Select(n => $"{A.Number(n % 2 == 0 ? 1 : 2)};{(n % 3 == 0 ? "2026-05-30" : "2026-05-31")}");

        var outcome = (await RecordAsync(Encoding.UTF8.GetBytes("phone;date\n" + string.Join('\n', rows)))).Value!;

        Assert.Equal(new SendSums(757, 378, 0, outcome.Sums.OverPromise), outcome.Sums);
        await using var db = _here.Open();
        Assert.Equal([127, 252], await db.SendCounts.OrderBy(c => c.Day).Select(c => c.Count).ToListAsync(Cancellation));
        var entry = Assert.Single(await AuditAsync(), entry => entry.Action == AuditAction.SendsRecorded);
        Assert.Equal((Staff.Marketer.Key, $"{_here.Shop.PublicId}"), (entry.Actor, entry.Subject));
        Assert.Contains("\"messages\":757", entry.Details, StringComparison.Ordinal);
        Assert.DoesNotContain("916", entry.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_counted_as_far_as_it_came()
    {
        await using var broken = new BrokenStream(Encoding.UTF8.GetBytes("phone\n+79160000001\n+79160000002\n"));

        var outcome = (await RecordAsync(broken)).Value!;

        Assert.Equal((2, FileErrors.CutOff, 4), ((int)outcome.Sums.Messages, outcome.Stopped, outcome.StoppedAtRow));
        Assert.Single(await AuditAsync(), entry => entry.Action == AuditAction.SendsRecorded);
    }

    [Fact]
    public async Task Where_something_else_breaks_what_was_counted_is_told_and_written_down()
    {
        await using var broken = new BrokenStream(Encoding.UTF8.GetBytes("phone\n" + string.Concat(Enumerable.Repeat("+79160000001\n", CountSends.Slice + 50))), new InvalidOperationException("The database is away."));

        var outcome = (await RecordAsync(broken)).Value!;

        Assert.Equal((CountSends.Slice, FileErrors.Broken, CountSends.Slice + 2), ((int)outcome.Sums.Messages, outcome.Stopped, outcome.StoppedAtRow));
        Assert.Contains($"\"messages\":{CountSends.Slice}", Assert.Single(await AuditAsync(), entry => entry.Action == AuditAction.SendsRecorded).Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_breaks_before_anything_is_counted_it_breaks()
    {
        await using var broken = new BrokenStream(Encoding.UTF8.GetBytes("phone\n+79160000001\n"), new InvalidOperationException("The database is away."));

        await Assert.ThrowsAsync<InvalidOperationException>(() => RecordAsync(broken));

        Assert.DoesNotContain(await AuditAsync(), entry => entry.Action == AuditAction.SendsRecorded);
    }

    [Fact]
    public async Task Of_very_many_that_are_not_understood_the_first_are_named()
    {
        var outcome = (await RecordAsync(Encoding.UTF8.GetBytes("phone\n" + string.Join('\n', Enumerable.Repeat("12", 500))))).Value!;

        Assert.Equal((500, FileCounting.MostNamed, 2), (outcome.NotUnderstood, outcome.First.Count, outcome.First[0].Row));
    }

    [Fact]
    public async Task The_same_list_counts_once_for_a_sender()
    {
        var list = Encoding.UTF8.GetBytes("phone\n+79160000001\n");
        Assert.Equal(1, (await RecordAsync(list)).Value!.Sums.Messages);

        Assert.Equal(FileErrors.CountedBefore, (await RecordAsync(list)).Error);

        var other = await Record.ExecuteAsync(Chosen with { Sender = _here.Bank.PublicId }, new MemoryStream(list), Staff.Marketer, cancellation: Cancellation);
        Assert.Equal(1, other.Value!.Sums.Messages);
        Assert.Equal(1, (await RecordAsync([.. list, .. "\n"u8])).Value!.Sums.Messages);
        await using var db = _here.Open();
        Assert.Equal([1L, 1, 1], await db.SendFiles.Select(f => f.Rows).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_list_that_is_being_counted_waits_for_its_end_or_for_the_death_of_whoever_counts()
    {
        var list = Encoding.UTF8.GetBytes("phone\n+79160000001\n");
        await using (var db = _here.Open())
        {
            db.Add(new SendFile { SenderId = _here.Shop.Id, Checksum = SHA256.HashData(list), RecordedAt = _here.Database.Now, RecordedBy = "user:7" });
            await db.SaveChangesAsync(Cancellation);
        }

        Assert.Equal(FileErrors.BeingCounted, (await RecordAsync(list)).Error);
        _here.Database.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, (await RecordAsync(list)).Value!.Sums.Messages);
    }

    [Fact]
    public async Task What_could_not_be_counted_may_be_sent_again()
    {
        await using var broken = new BrokenStream(Encoding.UTF8.GetBytes("phone\n+79160000001\n"));
        await RecordAsync(broken);
        Assert.Equal(FileErrors.NoNumbers, (await RecordAsync("name,city\nAnna,Omsk\n"u8.ToArray())).Error);

        await using var db = _here.Open();
        Assert.Empty(await db.SendFiles.ToListAsync(Cancellation));
    }

    [Fact]
    public async Task While_keys_are_rotated_it_says_so()
    {
        await SetModeAsync(LedgerMode.Maintenance);

        var counting = new FileCounting(_here.Get<CountSends>(), new(_here.Shop.Id, Channel.Sms, MessageType.Promotional, _here.Database.Now), "RU", _here.Database.Now);
        await counting.AddAsync(1, ["+79160000001"], new(0, null, false));

        Assert.Equal(LedgerErrors.Maintenance, await counting.FinishAsync());
    }

    [Fact]
    public async Task Keys_that_are_rotated_in_the_middle_of_a_file_do_not_cost_the_entry_about_it()
    {
        var list = Encoding.UTF8.GetBytes("phone\n" + string.Concat(Enumerable.Repeat("+79160000001\n", CountSends.Slice + 50)));
        var rotating = new RotatedAfterTheFirstSlice(this);

        var outcome = (await Record.ExecuteAsync(Chosen, new MemoryStream(list), Staff.Marketer, rotating.Report, Cancellation)).Value!;

        Assert.Equal((LedgerErrors.Maintenance, CountSends.Slice, CountSends.Slice + 2), (outcome.Stopped, (int)outcome.Sums.Messages, outcome.StoppedAtRow));
        Assert.DoesNotContain(await AuditAsync(), entry => entry.Action == AuditAction.SendsRecorded);
        Assert.Equal(1, await _here.Get<OwedEntries>().PayAsync());

        await SetModeAsync(LedgerMode.Open);
        Assert.Equal(0, await _here.Get<OwedEntries>().PayAsync());

        Assert.Contains($"\"messages\":{CountSends.Slice}", Assert.Single(await AuditAsync(), entry => entry.Action == AuditAction.SendsRecorded).Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 0, "SendsFile.NoSender")]
    [InlineData("shop", null, "SendsFile.NoDay")]
    [InlineData("shop", 1, "Sends.InTheFuture")]
    [InlineData("shop", -62, "Sends.TooOld")]
    [InlineData("shop", -61, null)]
    public void What_was_chosen_is_checked_before_any_file_is_read(string? sender, int? day, string? error)
    {
        var input = new RecordSendsFile.Input(sender is null ? null : _here.Shop.PublicId, Channel.Sms, MessageType.Promotional, day is { } offset ? DateOnly.FromDateTime(_here.Database.Now).AddDays(offset) : null);

        Assert.Equal(error, Record.Wrong(input)?.Key);
    }

    [Fact]
    public async Task Whoever_may_not_record_what_was_sent_is_refused() =>
        await Assert.ThrowsAsync<ForbiddenException>(() => Record.ExecuteAsync(Chosen, Stream.Null, Staff.SupportAgent, cancellation: Cancellation));

    [Fact]
    public void A_file_is_taken_once_from_the_one_whose_page_awaits_it()
    {
        var uploads = new AwaitedFiles<RecordSendsFile.Input, FileOutcome>(_here.Database.Clock);
        var (name, upload) = uploads.Await(Chosen, Staff.Marketer);
        var (late, _) = uploads.Await(Chosen, Staff.Marketer);

        Assert.Null(uploads.Take("00000000000000000000000000000000", Staff.Marketer));
        Assert.Null(uploads.Take(name, Staff.Administrator));
        Assert.Same(upload, uploads.Take(name, Staff.Marketer));
        Assert.Null(uploads.Take(name, Staff.Marketer));
        _here.Database.Clock.Advance(TimeSpan.FromMinutes(6));
        uploads.Await(Chosen, Staff.Marketer);
        Assert.Null(uploads.Take(late, Staff.Marketer));
    }

    private RecordSendsFile Record => new(_here.Database.Contexts, _here.Get<CountSends>(), new(_here.Database.Contexts, _here.Get<WriteGate>(), _here.Database.Clock), _here.Get<OwedEntries>(), _here.Database.Clock, NullLogger<RecordSendsFile>.Instance);

    private RecordSendsFile.Input Chosen => new(_here.Shop.PublicId, Channel.Sms, MessageType.Promotional, DateOnly.FromDateTime(_here.Database.Now));

    private Task<Result<FileOutcome>> RecordAsync(byte[] file) => RecordAsync(new MemoryStream(file));

    private Task<Result<FileOutcome>> RecordAsync(Stream file) => Record.ExecuteAsync(Chosen, file, Staff.Marketer, cancellation: Cancellation);

    private async Task<IReadOnlyList<AuditEntry>> AuditAsync()
    {
        await using var db = _here.Open();
        return await db.AuditEntries.AsNoTracking().ToListAsync(Cancellation);
    }

    private async Task SetModeAsync(LedgerMode mode)
    {
        await using var db = _here.Open();
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, mode), Cancellation);
    }

    private sealed class RotatedAfterTheFirstSlice(ReadingSendFilesTests test)
    {
        private bool _isRotating;

        public void Report(long counted)
        {
            if (counted > 0 && !_isRotating)
            {
                _isRotating = true;
                Task.Run(() => test.SetModeAsync(LedgerMode.Maintenance)).GetAwaiter().GetResult();
            }
        }
    }

    private sealed class BrokenStream(byte[] start, Exception? exception = null) : MemoryStream(start)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw exception ?? new IOException("The connection is gone.");
    }
}
