using ConsentDashboard.Operations.KeyRotation;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Commands;

internal static class RotateKeysCommand
{
    public static readonly Command Command = new("rotate-keys", "brings new Cipher and Index keys into force, or goes on where a broken run stopped", RunAsync)
    {
        WorksInMaintenance = true,
        WorksBeforeReplay = true,
        Options =
        [
            new("cipher", "only the Cipher key: seals numbers and evidence again while the app goes on"),
            new("index", "only the Index key: wraps the keyed hashes; every door answers 503 meanwhile"),
        ],
    };

    private static async Task<int> RunAsync(CommandContext context)
    {
        var input = new RotateKeys.Input { Cipher = context.Input.Has("cipher"), Index = context.Input.Has("index"), Options = Options(context) };
        var progress = new EverySecond<RotationProgress>(context.Error, context.Services.GetRequiredService<TimeProvider>(), done => $"{done.Purpose}: {done.Table}, {done.Rows} rows");
        try
        {
            var done = await context.Services.GetRequiredService<RotateKeys>().ExecuteAsync(input, Actor.System("rotate-keys"), progress, context.Cancellation);
            await ReportAsync(context, done);
            return done.Any(key => key.Warnings.Count > 0) ? ExitCodes.Failed : ExitCodes.Done;
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
        {
            await context.Error.WriteLineAsync("Broken off; nothing is lost. Run -- rotate-keys again to go on. If the index was being wrapped, the doors stay shut until then.");
            throw;
        }
    }

    private static KeyRotationOptions Options(CommandContext context)
    {
        var options = context.Services.GetRequiredService<IConfiguration>().GetSection(KeyRotationOptions.Section).Get<KeyRotationOptions>() ?? new();
        return options is { MaxRows: >= 1, SliceMilliseconds: >= 1, SettleMilliseconds: >= 0 }
            ? options
            : throw new CommandException("KeyRotation:MaxRows and KeyRotation:SliceMilliseconds must be at least 1, KeyRotation:SettleMilliseconds not negative.");
    }

    private static async Task ReportAsync(CommandContext context, IReadOnlyList<RotatedKey> done)
    {
        foreach (var key in done)
        {
            await context.Out.WriteLineAsync($"{key.Purpose} key {key.KeyId} is in force; {key.Rows} rows were rewritten by this run.");
        }

        if (context.Services.GetRequiredService<KeyStore>().Path is { } path)
        {
            await context.Out.WriteLineAsync($"Back up {path} now, and keep the old keys in it: links, signatures and backups still need them.");
        }

        foreach (var warning in done.SelectMany(key => key.Warnings))
        {
            await context.Error.WriteLineAsync($"{warning} had been changed by somebody; it was left as it is. Run -- verify-ledger.");
        }
    }
}
