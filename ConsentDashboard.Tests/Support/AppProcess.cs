using System.Diagnostics;
using System.Text;

namespace ConsentDashboard.Tests.Support;

/// <summary>The built app as a process of its own, as a user starts it. Killed on dispose if it still runs.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    private AppProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(_out, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Out => Read(_out);

    public string Error => Read(_error);

    public bool HasExited => _process.HasExited;

    /// <param name="folder">The data folder.</param>
    /// <param name="arguments">As typed after <c>dotnet run --</c>.</param>
    public static AppProcess Start(string folder, params string[] arguments) => Start(folder, [], ["dotnet", Path.Combine(AppContext.BaseDirectory, "ConsentDashboard.dll"), .. arguments]);

    /// <summary>On a disk where no file grows beyond a size: a write past it fails, as on a full one.</summary>
    /// <param name="kilobytes">The size.</param>
    public static AppProcess StartOnFullDisk(string folder, int kilobytes, params string[] arguments) => Start(
        folder,
        // W^X maps code through a file of its own, which the limit would cut.
        [("DOTNET_EnableWriteXorExecute", "0")],
        ["bash", "-c", $"trap '' XFSZ; ulimit -f {kilobytes}; exec \"$@\"", "app", "dotnet", Path.Combine(AppContext.BaseDirectory, "ConsentDashboard.dll"), .. arguments]);

    private static AppProcess Start(string folder, (string Name, string Value)[] environment, string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in command[1..])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["Database__Folder"] = folder;
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        return new(new() { StartInfo = start });
    }

    public static async Task<AppProcess> RunAsync(string folder, params string[] arguments)
    {
        var app = Start(folder, arguments);
        try
        {
            await app.ExitAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where it listens, once it says so.</summary>
    public async Task<Uri> AddressAsync()
    {
        const string Sign = "ConsentDashboard is running: ";
        while (true)
        {
            if (Out.Split('\n').FirstOrDefault(line => line.StartsWith(Sign, StringComparison.Ordinal)) is { } line)
            {
                return new(line[Sign.Length..].Split(',')[0].Trim());
            }

            Assert.False(HasExited, $"The app ended before it listened: {Out}{Error}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends once the process has said it: what it logs comes later than what it writes to the database.</summary>
    public async Task SaysAsync(string text)
    {
        while (!(Out + Error).Contains(text, StringComparison.Ordinal))
        {
            Assert.False(HasExited, $"The app ended before it said \"{text}\": {Out}{Error}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async Task<int> ExitAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public int ExitCode => _process.ExitCode;

    /// <summary>As <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static void Keep(StringBuilder to, string? line)
    {
        lock (to)
        {
            to.AppendLine(line);
        }
    }

    private static string Read(StringBuilder from)
    {
        lock (from)
        {
            return from.ToString();
        }
    }
}
