using ConsentDashboard.Commands;

namespace ConsentDashboard.Tests.Commands;

public sealed class ReadingTheCommandLineTests
{
    private static readonly Command Paint = new("paint", "paints a file", _ => Task.FromResult(ExitCodes.Done))
    {
        Argument = "FILE",
        Options = [new("fast", "in a hurry"), new("colour", "which", "NAME", IsRequired: true)],
    };

    [Fact]
    public void Takes_options_argument_and_settings_apart()
    {
        var (input, mistake) = CommandInput.Read(Paint, ["--colour", "red", "wall.txt", "--fast", "--Database:Folder", "/data", "--Logging:LogLevel:Default=Trace"]);

        Assert.Null(mistake);
        Assert.Equal(("red", "wall.txt", true), (input!.Value("colour"), input.Argument, input.Has("fast")));
        Assert.Equal(["--Database:Folder=/data", "--Logging:LogLevel:Default=Trace"], input.Host);
    }

    [Theory]
    [InlineData("--colour is missing.", "wall.txt")]
    [InlineData("FILE is missing.", "--colour=red")]
    [InlineData("--colour lacks its value.", "wall.txt", "--colour")]
    [InlineData("--colour lacks its value.", "wall.txt", "--colour", "--fast")]
    [InlineData("--color is not an option of paint.", "wall.txt", "--color=red")]
    [InlineData("--fast is given twice, or has a value and takes none.", "wall.txt", "--colour=red", "--fast=yes")]
    [InlineData("--colour is given twice.", "wall.txt", "--colour=red", "--colour=blue")]
    [InlineData("floor.txt is not understood.", "wall.txt", "floor.txt", "--colour=red")]
    [InlineData("-f is not understood.", "wall.txt", "-f", "--colour=red")]
    public void Says_what_is_wrong(string expected, params string[] arguments)
    {
        var (input, mistake) = CommandInput.Read(Paint, arguments);

        Assert.Null(input);
        Assert.Equal(expected, mistake);
    }

    [Fact]
    public void Help_names_every_command()
    {
        using var text = new StringWriter();
        CommandHelp.Write(text, CommandLine.Commands);

        Assert.All(CommandLine.Commands, command => Assert.Contains($"  {command.Name} ", text.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void No_name_stands_for_two_commands() =>
        Assert.Equal(CommandLine.Commands.Count, CommandLine.Commands.Select(command => command.Name).Distinct().Count());
}
