using ConsentDashboard.Commands;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Backups;

/// <summary>The real executable backs up, restores and replays; it is killed in the middle of the replay.</summary>
public sealed class RestoringWithTheExecutableTests
{
    private const int People = 6000;

    private static readonly string[] Serving = ["--urls=http://127.0.0.1:0"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_the_replay_it_does_not_start_until_everybody_is_stopped_and_erased_again()
    {
        await using var room = await BackupRoom.CreateAsync(realTime: true);
        var people = await FillAsync(room);
        var backup = Path.Combine(TestFolders.Create(), "backup.db");
        room.Close();
        await RunAsync(room, "backup", backup);
        await StopAndEraseAsync(room, people);
        room.Close();

        await KillAtAsync(room, People / 10, "restore", backup);
        await RefusesAsync(room, Serving);
        await KillAtAsync(room, People / 5, "replay-journal");
        await RefusesAsync(room, Serving);
        await RefusesAsync(room, "backup", $"{backup}.another");
        await RunAsync(room, "replay-journal");

        await using (var app = AppProcess.Start(room.Folder, Serving))
        {
            await app.AddressAsync();
        }

        await using var db = room.Here.Open();
        Assert.Equal(People / 2, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Withdrawn, Cancellation));
        Assert.Equal(People / 2, await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Erased, Cancellation));
        Assert.Equal(People / 2, await db.Subscribers.CountAsync(s => s.ErasedAt != null && s.BlindIndex == null && s.Cipher == null, Cancellation));
        Assert.False(await db.Consents.AnyAsync(cell => cell.State == ConsentState.Given && db.Subscribers.Any(s => s.Id == cell.SubscriberId && s.ErasedAt == null), Cancellation));
        room.Close();
        await RunAsync(room, "verify-ledger");
    }

    [Fact]
    public async Task What_goes_wrong_is_said_in_a_line()
    {
        await using var room = await BackupRoom.CreateAsync(realTime: true);
        await room.OptInAsync(1);
        room.Close();
        var nothing = Path.Combine(room.Folder, "nothing.db");

        await using var missing = await AppProcess.RunAsync(room.Folder, "restore", nothing);
        await using var again = await AppProcess.RunAsync(room.Folder, "replay-journal");

        Assert.Equal(ExitCodes.Failed, missing.ExitCode);
        Assert.StartsWith($"{nothing} could not be put in place: ", missing.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, again.ExitCode);
        Assert.Contains("nothing to replay", again.Out, StringComparison.Ordinal);
    }

    private static async Task<List<long>> FillAsync(BackupRoom room)
    {
        List<long> people = [];
        foreach (var slice in Enumerable.Range(1, People).Chunk(500))
        {
            people.AddRange((await room.Here.Ledger.RecordSliceAsync([.. slice.Select(n => room.Here.OptIn(n))], numbersAreNew: true, Cancellation)).Select(recorded => recorded.Value!.SubscriberId));
        }

        return people;
    }

    // Every other one stops, and is erased otherwise.
    private static async Task StopAndEraseAsync(BackupRoom room, List<long> people)
    {
        foreach (var slice in Enumerable.Range(1, People).Chunk(100))
        {
            await room.Here.Ledger.RecordSliceAsync([.. slice.Select(n => n % 2 == 0 ? room.Here.Stop(n) : room.Act(people[n - 1], ConsentEventType.Erased))], cancellation: Cancellation);
        }
    }

    private static async Task KillAtAsync(BackupRoom room, int wanted, params string[] command)
    {
        await using var app = AppProcess.Start(room.Folder, command);
        var replaying = Path.Combine(Path.GetDirectoryName(room.Journal.Path)!, "replaying");
        while (!app.HasExited && (!Directory.Exists(replaying) || await ReplayedAsync(room) < wanted))
        {
            await Task.Delay(2, Cancellation);
        }

        Assert.False(app.HasExited, $"{command[0]} came to its end before it was killed: {app.Out}{app.Error}");
        await app.KillAsync();
        room.Close();
    }

    private static async Task<int> ReplayedAsync(BackupRoom room)
    {
        await using var db = room.Here.Open();
        return await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.Withdrawn || e.Type == ConsentEventType.Erased, Cancellation);
    }

    private static async Task RefusesAsync(BackupRoom room, params string[] arguments)
    {
        await using var app = await AppProcess.RunAsync(room.Folder, arguments);
        Assert.Equal(ExitCodes.Failed, app.ExitCode);
        Assert.Contains("Run -- replay-journal to go on.", app.Error, StringComparison.Ordinal);
    }

    private static async Task RunAsync(BackupRoom room, params string[] command)
    {
        await using var app = await AppProcess.RunAsync(room.Folder, command);
        Assert.True(app.ExitCode == ExitCodes.Done, $"{app.Out}{app.Error}");
    }
}
