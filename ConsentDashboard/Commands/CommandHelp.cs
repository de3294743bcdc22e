namespace ConsentDashboard.Commands;

internal static class CommandHelp
{
    public static void Write(TextWriter to, IReadOnlyList<Command> commands)
    {
        to.WriteLine("ConsentDashboard [--Section:Key=VALUE ...]              serves the dashboard");
        to.WriteLine("ConsentDashboard COMMAND [options] [--Section:Key=VALUE ...]");
        to.WriteLine();
        to.WriteLine("Commands:");
        foreach (var command in commands)
        {
            to.WriteLine($"  {Form(command),-30} {command.Summary}");
        }

        to.WriteLine();
        to.WriteLine("COMMAND --help tells more. Started with dotnet run, everything stands after a lone --.");
        to.WriteLine("Exit codes: 0 done, 1 failed or does not hold, 2 not understood, 130 interrupted.");
    }

    public static void Write(TextWriter to, Command command)
    {
        to.WriteLine($"ConsentDashboard {Form(command)} [--Section:Key=VALUE ...]");
        to.WriteLine();
        to.WriteLine(command.Summary);
        foreach (var option in command.Options)
        {
            to.WriteLine($"  {Form(option),-24} {option.Summary}");
        }
    }

    private static string Form(Command command) => string.Join(' ',
        new[] { command.Name, command.Argument }.OfType<string>()
            .Concat(command.Options.Select(option => option.IsRequired ? Form(option) : $"[{Form(option)}]")));

    private static string Form(CommandOption option) => option.Value is null ? $"--{option.Name}" : $"--{option.Name} {option.Value}";
}
