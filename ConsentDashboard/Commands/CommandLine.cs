using ConsentDashboard.Data.Startup;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.KeyRotation;

namespace ConsentDashboard.Commands;

/// <summary>
/// What the executable was asked to do: serve, where the first argument is a setting or nothing, or a command of the
/// table below. A refusal with a known reason becomes one message on standard error and an exit code.
/// </summary>
internal static class CommandLine
{
    public static readonly IReadOnlyList<Command> Commands =
    [
        MigrateCommand.Command,
        CreateAdminCommand.Command,
        RotateKeysCommand.Command,
        WithdrawCommand.Command,
        DemoCommand.Command,
        BackupCommands.Backup,
        BackupCommands.Restore,
        BackupCommands.Replay,
        LedgerCommands.VerifyLedger,
        LedgerCommands.VerifyAudit,
        LedgerCommands.ExportBundle,
        LedgerCommands.VerifyBundle,
        LedgerCommands.VerifyCertificate,
        LedgerCommands.RebuildConsents,
    ];

    /// <param name="build">Composes the app; takes the arguments that are settings.</param>
    /// <param name="serve">Prepares the app and runs it until it is stopped.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, Func<string[], WebApplication> build, Func<WebApplication, Task> serve)
    {
        try
        {
            return arguments is [var name, .. var rest] && (!name.StartsWith('-') || name is "--help" or "-h")
                ? await RunCommandAsync(name, rest, build)
                : await ServeAsync(build(arguments), serve);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (StartFailures.Explain(e) is { } why)
        {
            await Console.Error.WriteLineAsync(why);
            return ExitCodes.Failed;
        }
    }

    private static async Task<int> ServeAsync(WebApplication app, Func<WebApplication, Task> serve)
    {
        await using (app)
        {
            await serve(app);
        }

        return ExitCodes.Done;
    }

    private static async Task<int> RunCommandAsync(string name, string[] rest, Func<string[], WebApplication> build)
    {
        var command = Commands.FirstOrDefault(command => command.Name == name);
        if (command is null)
        {
            var isHelp = name is "--help" or "-h" or "help";
            await (isHelp ? Task.CompletedTask : Console.Error.WriteLineAsync($"{name} is not a command."));
            CommandHelp.Write(isHelp ? Console.Out : Console.Error, Commands);
            return isHelp ? ExitCodes.Done : ExitCodes.Usage;
        }

        if (rest.Contains("--help") || rest.Contains("-h"))
        {
            CommandHelp.Write(Console.Out, command);
            return ExitCodes.Done;
        }

        var (input, mistake) = CommandInput.Read(command, rest);
        if (input is null)
        {
            await Console.Error.WriteLineAsync(mistake);
            CommandHelp.Write(Console.Error, command);
            return ExitCodes.Usage;
        }

        // Standard output belongs to the command: what it prints may be read by another program.
        await using var app = build([.. input.Host, "--Logging:Console:LogToStandardErrorThreshold=Trace"]);
        using var interruption = new Interruption();
        if (command.NeedsDatabase)
        {
            await PrepareAsync(app, command, interruption.Token);
        }

        await using var scope = app.Services.CreateAsyncScope();
        return await command.RunAsync(new(scope.ServiceProvider, input, Console.Out, Console.Error, interruption.Token));
    }

    private static async Task PrepareAsync(WebApplication app, Command command, CancellationToken cancellation)
    {
        await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(cancellation);
        if (!command.WorksInMaintenance && await app.Services.GetRequiredService<MaintenanceState>().IsOnAsync())
        {
            throw new CommandException("The number index is being wrapped. Wait until that is done; if no rotation is running, one was broken off: finish it with -- rotate-keys.");
        }

        if (!command.WorksBeforeReplay)
        {
            await app.Services.GetRequiredService<JournalCatchUp>().RunAsync(cancellation);
        }
    }
}
