using System.Text;
using ConsentDashboard.Commands;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Ledger;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.KeyRotation;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConsentDashboard.Tests.Operations.KeyRotation;

/// <summary>Start, acts, rotation, a refused and a broken one: no number is left in plain form in any file or log line.</summary>
public sealed class NumbersStayProtectedTests
{
    private static readonly string[] Numbers = [.. Enumerable.Range(1, 30).Select(A.Number)];

    [Fact]
    public async Task In_files_and_logs_of_this_process()
    {
        using var log = new CapturedLog();
        await using var data = await RotationFixture.CreateAsync(configure: services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));
        await data.RotateAsync();
        using (var follower = ActivatorUtilities.CreateInstance<RotationFollower>(data.Here.Get<IServiceProvider>()))
        {
            await follower.StartAsync(TestContext.Current.CancellationToken);
            await SetModeAsync(data, LedgerMode.Maintenance);
            Assert.True((await data.Here.Ledger.RecordAsync(data.Here.Stop(1))).Failed);
            await WaitForAsync(log, "every door answers 503");
            await SetModeAsync(data, LedgerMode.Open);
            await follower.StopAsync(TestContext.Current.CancellationToken);
        }

        await SpoilAsync(data);
        await data.RotateAsync(cipher: true);

        PlainTextScan.Folder(data.Folder, Numbers);
        PlainTextScan.Text(log.Lines, Numbers);
        Assert.Contains(log.Lines, line => line.StartsWith("ConsentDashboard.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_files_and_output_of_the_commands()
    {
        await using var data = await RotationFixture.CreateAsync();
        await SpoilAsync(data);
        await using var run = await AppProcess.RunAsync(data.Folder, "rotate-keys", "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.EntityFrameworkCore=Trace");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("Subscriber 2 had been changed", run.Error, StringComparison.Ordinal);
        PlainTextScan.Folder(data.Folder, Numbers);
        PlainTextScan.Text([run.Out, run.Error], Numbers);
    }

    [Theory]
    [InlineData("us-ascii")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void The_scan_finds_what_it_looks_for(string encoding)
    {
        byte[] bytes = [7, .. Encoding.GetEncoding(encoding).GetBytes($"call {A.Number(5)} today")];

        Assert.NotEmpty(PlainTextScan.Find(bytes, A.Number(5)));
        Assert.NotEmpty(PlainTextScan.Find([.. bytes.Select(b => b == '+' ? (byte)' ' : b)], A.Number(5)));
        Assert.Empty(PlainTextScan.Find(bytes, A.Number(6)));
    }

    // A cipher that no longer opens: the error is where a number would slip into a message.
    private static async Task SpoilAsync(RotationFixture data)
    {
        await using var db = data.Here.Open();
        var other = await db.Subscribers.Where(s => s.Id == 3).Select(s => s.Cipher).SingleAsync(TestContext.Current.CancellationToken);
        await db.Subscribers.Where(s => s.Id == 2).ExecuteUpdateAsync(set => set.SetProperty(s => s.Cipher, other), TestContext.Current.CancellationToken);
    }

    private static async Task SetModeAsync(RotationFixture data, LedgerMode mode)
    {
        await using var db = data.Here.Open();
        await db.LedgerHead.ExecuteUpdateAsync(set => set.SetProperty(h => h.Mode, mode), TestContext.Current.CancellationToken);
    }

    private static async Task WaitForAsync(CapturedLog log, string text)
    {
        while (!log.Lines.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
