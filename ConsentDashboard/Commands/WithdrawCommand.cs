using ConsentDashboard.Domain;
using ConsentDashboard.Operations.OptOut;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Commands;

/// <summary>Takes a list of opt-outs kept elsewhere. The numbers stand in a file, so that none is seen among the processes.</summary>
internal static class WithdrawCommand
{
    public static readonly Command Command = new("withdraw", "withdraws every number of FILE from all senders; the same file again changes nothing", RunAsync)
    {
        Argument = "FILE",
        Options = [new("region", "the country of numbers without a calling code, such as RU", "REGION", IsRequired: true)],
    };

    private static async Task<int> RunAsync(CommandContext context)
    {
        string[] lines;
        try
        {
            lines = await File.ReadAllLinesAsync(context.Input.Argument, context.Cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{context.Input.Argument} cannot be read: {e.Message}");
        }

        var failed = 0;
        var saying = new Lock();
        await context.Services.GetRequiredService<WithdrawList>().ExecuteAsync(
            new(lines, context.Input.Value("region")!.ToUpperInvariant()),
            Actor.System("withdraw"),
            done =>
            {
                lock (saying)
                {
                    failed += done.Error is null ? 0 : 1;
                    context.Out.WriteLine(done.Error is { } error ? $"{done.Line} NOT withdrawn: {Why(error)}" : $"{done.Line} withdrawn");
                    context.Out.Flush();
                }
            },
            context.Cancellation);
        return failed == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static string Why(Error error) => error.Key switch
    {
        "Phone.UnknownRegion" => "the region is not a country of ISO 3166",
        "Phone.Letters" => "it has letters",
        "Phone.TooLong" => "it is too long for a number",
        "Ledger.Maintenance" => "the keys are being rotated; run it again afterwards",
        _ => "it is no number of that region",
    };
}
