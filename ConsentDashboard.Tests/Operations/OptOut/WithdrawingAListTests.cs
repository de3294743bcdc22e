using System.Globalization;
using ConsentDashboard.Security.Numbers;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.OptOut;

/// <summary>The real executable withdraws; it is killed, and started twice at once.</summary>
public sealed class WithdrawingAListTests : IDisposable
{
    private readonly DataFolderFixture _data = new();
    private readonly string _list = Path.Combine(TestFolders.Create(), "opt-outs.txt");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_line_that_was_acknowledged_before_a_kill_is_withdrawn_and_none_twice()
    {
        const int lines = 6000;
        await WriteListAsync(Enumerable.Range(1, lines));
        HashSet<int> acknowledged = [];
        for (var kill = 1; kill <= 5; kill++)
        {
            await using var app = AppProcess.Start(_data.Folder, "withdraw", _list, "--region", "RU");
            var wanted = acknowledged.Count + 300;
            while (!app.HasExited && Acknowledged(app).Count < Math.Min(wanted, lines))
            {
                await Task.Delay(5, Cancellation);
            }

            await app.KillAsync();
            acknowledged.UnionWith(Acknowledged(app));
            await AssertWithdrawnAsync(acknowledged);
        }

        await using var last = await AppProcess.RunAsync(_data.Folder, "withdraw", _list, "--region", "RU");

        Assert.Equal(0, last.ExitCode);
        await using var db = _data.Contexts.CreateDbContext();
        Assert.Equal(lines, await db.ConsentEvents.CountAsync(Cancellation));
        Assert.Equal(lines, await db.Suppressions.CountAsync(Cancellation));
        await AssertHoldsAsync();
    }

    [Fact]
    public async Task Two_processes_at_once_share_one_chain()
    {
        await WriteListAsync(Enumerable.Range(0, 400).Select(i => 1 + (i % 7)));
        var other = $"{_list}.other";
        await File.WriteAllLinesAsync(other, (await File.ReadAllLinesAsync(_list, Cancellation)).Reverse(), Cancellation);

        var apps = await Task.WhenAll(AppProcess.RunAsync(_data.Folder, "withdraw", _list, "--region", "RU"), AppProcess.RunAsync(_data.Folder, "withdraw", other, "--region", "RU"));

        Assert.All(apps, app => Assert.True(app.ExitCode == 0, app.Error));
        await using var db = _data.Contexts.CreateDbContext();
        Assert.Equal(800, await db.ConsentEvents.CountAsync(Cancellation));
        Assert.Equal(7, await db.Subscribers.CountAsync(Cancellation));
        await AssertHoldsAsync();
    }

    [Fact]
    public async Task A_line_that_is_no_number_is_named_and_the_others_are_withdrawn()
    {
        await File.WriteAllLinesAsync(_list, [A.Number(1), "call me", "", "📞", new string('1', 300), A.Number(2)], Cancellation);

        await using var app = await AppProcess.RunAsync(_data.Folder, "withdraw", _list, "--region", "RU");

        Assert.Equal(1, app.ExitCode);
        Assert.Equal([1, 6], Acknowledged(app).Order());
        Assert.Contains("2 NOT withdrawn: it has letters", app.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(A.Number(1)[2..], app.Out + app.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _data.Dispose();
        Directory.Delete(Path.GetDirectoryName(_list)!, recursive: true);
    }

    private static HashSet<int> Acknowledged(AppProcess app) =>
        [.. app.Out.Split('\n').Where(line => line.TrimEnd().EndsWith(" withdrawn", StringComparison.Ordinal)).Select(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture))];

    private Task WriteListAsync(IEnumerable<int> numbers) => File.WriteAllLinesAsync(_list, numbers.Select(A.Number), Cancellation);

    private async Task AssertWithdrawnAsync(HashSet<int> acknowledged)
    {
        await using var db = _data.Contexts.CreateDbContext();
        var suppressed = await db.Suppressions.Select(x => x.BlindIndex).ToListAsync(Cancellation);
        var there = suppressed.Select(Convert.ToHexString).ToHashSet();
        Assert.Equal(suppressed.Count, there.Count);
        var vault = new NumberVault(_data.Keys());
        Assert.All(acknowledged, line => Assert.Contains(Convert.ToHexString(vault.BlindIndex(A.Number(line), generation: 1)), there));
    }

    private async Task AssertHoldsAsync()
    {
        await using var verify = await AppProcess.RunAsync(_data.Folder, "verify-ledger");
        Assert.True(verify.ExitCode == 0, verify.Out + verify.Error);
    }
}
