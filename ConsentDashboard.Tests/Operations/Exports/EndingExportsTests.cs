using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Exports;

/// <summary>However an export ends, a file is whole or there is none.</summary>
public sealed class EndingExportsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_killed_process_left_goes_and_the_next_one_begins_again()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2);
        var job = await room.JobAsync(await room.RequestAsync());
        await using (var db = room.Here.Open())
        {
            db.AddRange(new ExportItem { ExportJobId = job.Id, RowKey = 5, SubscriberId = 1 }, new ExportItem { ExportJobId = job.Id, RowKey = 9, SubscriberId = 77 });
            await db.SaveChangesAsync(Token);
            await db.ExportJobs.ExecuteUpdateAsync(set => set.SetProperty(j => j.Status, JobStatus.Running).SetProperty(j => j.ClaimedBy, "dead").SetProperty(j => j.ClaimedUntil, room.Now.AddSeconds(20)), Token);
        }

        Directory.CreateDirectory(room.Folder);
        await File.WriteAllTextAsync(Path.Combine(room.Folder, $"{job.PublicId}.export.0A1B2C3D.part"), "half", Token);
        await File.WriteAllTextAsync(Path.Combine(room.Folder, $"{job.PublicId}.export"), "of an attempt that had no time to say so", Token);

        Assert.False(await room.WorkAsync());
        room.Here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await room.WorkAsync());

        job = await room.JobAsync(job.PublicId);
        Assert.Equal(JobStatus.Done, job.Status);
        Assert.Equal([A.Number(1), A.Number(2)], room.NumbersOf(job));
        Assert.Equal([1L, 2L], (await room.ItemsAsync(job)).Select(item => item.SubscriberId!.Value));
        Assert.Equal([$"{job.PublicId}.export"], room.FilesLeft());
    }

    [Fact]
    public async Task A_full_disk_ends_it_with_a_clear_failure_and_nothing_left()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a disk that is always full: /dev/full.");
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync([.. Enumerable.Range(1, 5)]);
        var id = await room.RequestAsync();
        await using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        room.Runner.Target = _ => full;

        await room.WorkAsync();

        var job = await room.JobAsync(id);
        Assert.Equal((JobStatus.Failed, JobErrors.DiskFull.Key), (job.Status, job.FailureKey));
        Assert.Empty(room.FilesLeft());
        Assert.Empty(await room.ItemsAsync(job));
    }

    [Fact]
    public async Task A_stage_that_breaks_leaves_neither_rows_nor_files()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2, 3);
        await using (var db = room.Here.Open())
        {
            await db.Subscribers.Where(s => s.Id == 3).ExecuteUpdateAsync(set => set.SetProperty(s => s.Cipher, new byte[60]), Token);
        }

        var job = await room.ExportAsync();

        Assert.Equal((JobStatus.Failed, JobErrors.Broken.Key), (job.Status, job.FailureKey));
        Assert.Empty(room.FilesLeft());
        Assert.Empty(await room.ItemsAsync(job));
    }

    [Fact]
    public async Task Cancelled_in_the_middle_it_leaves_nothing()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2, 3, 4);
        room.Runner.FirstRange = 1;
        using var watching = room.Here.Get<JobFeed<ExportJob>>().Subscribe(news =>
        {
            if (news.Done == 1)
            {
                room.Here.Get<CancelExport>().ExecuteAsync(room.Here.Open().ExportJobs.Select(j => j.PublicId).Single(), Staff.Marketer).GetAwaiter().GetResult();
            }
        });

        var job = await room.ExportAsync();

        Assert.Equal(JobStatus.Cancelled, job.Status);
        Assert.Null(job.Checksum);
        Assert.Empty(room.FilesLeft());
        Assert.Empty(await room.ItemsAsync(job));
    }

    [Fact]
    public async Task Cancelled_at_the_last_moment_it_is_cancelled_and_leaves_nothing()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2);
        var reports = 0;
        using (room.Here.Get<JobFeed<ExportJob>>().Subscribe(news => reports += news.Status == JobStatus.Running ? 1 : 0))
        {
            await room.ExportAsync();
        }

        var left = reports;
        using var watching = room.Here.Get<JobFeed<ExportJob>>().Subscribe(news =>
        {
            if (news.Status == JobStatus.Running && --left == 0)
            {
                Assert.False(room.Here.Get<CancelExport>().ExecuteAsync(news.Job, Staff.Marketer).GetAwaiter().GetResult().Failed);
            }
        });
        var before = room.FilesLeft();

        var job = await room.ExportAsync();

        Assert.Equal((JobStatus.Cancelled, (DateTime?)room.Now), (job.Status, job.FinishedAt));
        Assert.Equal(before, room.FilesLeft());
        Assert.Empty(await room.ItemsAsync(job));
        await using var db = room.Here.Open();
        Assert.Equal(0, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.ExportFinished && entry.Subject == $"{job.PublicId}", Token));
    }

    [Fact]
    public async Task A_process_that_lost_the_job_leaves_its_successors_file()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        var job = await room.JobAsync(await room.RequestAsync());
        var theirs = Path.Combine(room.Folder, $"{job.PublicId}.export");
        room.Runner.Target = _ =>
        {
            using var db = room.Here.Open();
            db.ExportJobs.ExecuteUpdate(set => set.SetProperty(j => j.ClaimedBy, "next"));
            File.WriteAllText(theirs, "whole");
            throw new IOException("The disk is gone for a moment.");
        };

        await room.WorkAsync();

        Assert.Equal([Path.GetFileName(theirs)], room.FilesLeft());
        Assert.Equal((JobStatus.Running, "next"), ((await room.JobAsync(job.PublicId)).Status, (await room.JobAsync(job.PublicId)).ClaimedBy));
    }

    [Fact]
    public async Task What_came_to_nothing_says_for_a_while_whom_it_was_for()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        var segment = await room.SegmentAsync("ru");
        var id = await room.RequestAsync(room.Input() with { Segment = segment.PublicId });
        Assert.False((await room.Here.Get<CancelExport>().ExecuteAsync(id, Staff.Marketer, Token)).Failed);

        await room.Here.Get<ExportExpiry>().SweepAsync(Token);
        Assert.NotEmpty((await room.JobAsync(id)).FilterWords);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(room.Options.KeepDays));
        await room.Here.Get<ExportExpiry>().SweepAsync(Token);

        var job = await room.JobAsync(id);
        Assert.Equal((JobStatus.Cancelled, "", ""), (job.Status, job.Filter, job.FilterWords));
    }

    [Fact]
    public async Task Many_more_people_than_were_agreed_to_do_not_go_out()
    {
        await using var room = await ExportRoom.OpenAsync(set: options => options.ApprovalAbove = 3);
        await room.GiveAsync(1, 2, 3);
        var id = await room.RequestAsync();
        await room.GiveAsync(4);

        await room.WorkAsync();

        var job = await room.JobAsync(id);
        Assert.Equal((JobStatus.Failed, ExportErrors.Grew.Key), (job.Status, job.FailureKey));
        Assert.Empty(room.FilesLeft());
        Assert.Empty(await room.ItemsAsync(job));
    }

    [Fact]
    public async Task A_file_goes_when_its_days_are_over_and_what_it_was_is_still_known()
    {
        await using var room = await ExportRoom.OpenAsync(set: options => (options.KeepDays, options.RecallDays) = (2, 30));
        await room.GiveAsync(1);
        var job = await room.ExportAsync();

        room.Here.Database.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await room.Here.Get<ExportExpiry>().SweepAsync(Token));
        room.Here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await room.Here.Get<ExportExpiry>().SweepAsync(Token));
        Assert.Equal(0, await room.Here.Get<ExportExpiry>().SweepAsync(Token));

        job = await room.JobAsync(job.PublicId);
        Assert.Equal((JobStatus.Expired, 1), (job.Status, job.RowCount));
        Assert.NotNull(job.Checksum);
        Assert.Empty(room.FilesLeft());
        Assert.Single(await room.ItemsAsync(job));
        await using var db = room.Here.Open();
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.ExportExpired, Token));

        room.Here.Database.Clock.Advance(TimeSpan.FromDays(31));
        await room.Here.Get<ExportExpiry>().SweepAsync(Token);
        Assert.Empty(await room.ItemsAsync(job));
    }

    [Fact]
    public async Task Upkeep_takes_what_a_failed_export_could_not_remove()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        var job = await room.ExportAsync();
        await using var db = room.Here.Open();
        await db.ExportJobs.ExecuteUpdateAsync(set => set.SetProperty(j => j.Status, JobStatus.Failed), Token);

        await room.Here.Get<ExportExpiry>().SweepAsync(Token);

        Assert.Empty(room.FilesLeft());
        Assert.Empty(await room.ItemsAsync(job));
    }

    [Fact]
    public async Task Erasing_somebody_clears_her_hash_from_every_export()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2);
        var job = await room.ExportAsync();
        Assert.All(await room.ItemsAsync(job), item => Assert.NotNull(item.BlindIndex));

        await room.EraseAsync(1);

        Assert.Equal([true, false], (await room.ItemsAsync(job)).Select(item => item.BlindIndex is null));
    }

    [Fact]
    public async Task Somebody_erased_between_reading_and_writing_leaves_no_hash()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2, 3);
        room.Runner.FirstRange = 1;
        var isErased = false;
        using var watching = room.Here.Get<JobFeed<ExportJob>>().Subscribe(news =>
        {
            if (news.Done == 3 && !isErased)
            {
                // One range is held back, so that hers is not in the database yet.
                isErased = true;
                room.EraseAsync(2).GetAwaiter().GetResult();
            }
        });

        var job = await room.ExportAsync();

        Assert.Equal(3, job.RowCount);
        Assert.Equal([false, true, false], (await room.ItemsAsync(job)).Select(item => item.BlindIndex is null));
    }
}
