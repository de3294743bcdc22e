using System.Globalization;
using ConsentDashboard.Operations.DemoData;

namespace ConsentDashboard.Commands;

internal static class DemoCommand
{
    public static readonly Command Command = new("demo", "fills an empty database with a company that never was, and its subscribers", RunAsync)
    {
        Options =
        [
            new("subscribers", $"how many; at most {DemoSeeder.Largest}", "N", IsRequired: true),
            new("seed", "the same number makes the same company again; 1 when left out", "S"),
        ],
    };

    private static async Task<int> RunAsync(CommandContext context)
    {
        var (subscribers, seed) = (Number(context, "subscribers", 1, DemoSeeder.Largest), Number(context, "seed", 0, int.MaxValue));
        var seeder = context.Services.GetRequiredService<DemoSeeder>();
        if (!await seeder.IsEmptyAsync(context.Cancellation))
        {
            throw new CommandException("The database has senders or subscribers already, and demo data never mixes with others. Give it a database of its own: --Database:Folder=FOLDER.");
        }

        var clock = context.Services.GetRequiredService<TimeProvider>();
        var started = clock.GetTimestamp();
        string Rate(int done) => $"{done / clock.GetElapsedTime(started).TotalSeconds:F0}/s";
        var done = await seeder.SeedAsync(subscribers, seed, new EverySecond<DemoProgress>(context.Error, clock, so => $"{so.Subscribers} of {so.Total} subscribers, {so.Events} events, {Rate(so.Subscribers)}"), context.Cancellation);
        await context.Out.WriteLineAsync($"{done.Subscribers} subscribers with {done.Events} events in {clock.GetElapsedTime(started).TotalSeconds:F1} s, {Rate(done.Subscribers)}.");
        return ExitCodes.Done;
    }

    private static int Number(CommandContext context, string option, int least, int most) => context.Input.Value(option) switch
    {
        null => 1,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most => number,
        var text => throw new CommandException($"--{option} is a number from {least} to {most}, not {text}."),
    };
}
