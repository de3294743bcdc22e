namespace ConsentDashboard.Commands;

/// <summary>What followed the command's name: its own options, its argument, and settings for the host.</summary>
internal sealed class CommandInput
{
    private static readonly string[] PlainSettings = ["environment", "contentRoot", "applicationName"];

    private readonly Dictionary<string, string> _options = [];
    private readonly List<string> _host = [];

    private CommandInput()
    {
    }

    public string Argument { get; private set; } = "";

    /// <summary>Settings such as <c>--Database:Folder=/data</c>.</summary>
    public IReadOnlyList<string> Host => _host;

    public bool Has(string option) => _options.ContainsKey(option);

    public string? Value(string option) => _options.GetValueOrDefault(option);

    /// <returns>The input, or what is wrong with it.</returns>
    public static (CommandInput? Input, string? Mistake) Read(Command command, IEnumerable<string> arguments)
    {
        var input = new CommandInput();
        using var tokens = arguments.GetEnumerator();
        while (tokens.MoveNext())
        {
            if (input.Take(command, tokens) is { } mistake)
            {
                return (null, mistake);
            }
        }

        if (command.Argument is { } argument && input.Argument.Length == 0)
        {
            return (null, $"{argument} is missing.");
        }

        return command.Options.FirstOrDefault(option => option.IsRequired && !input.Has(option.Name)) is { } missing
            ? (null, $"--{missing.Name} is missing.")
            : (input, null);
    }

    private string? Take(Command command, IEnumerator<string> tokens)
    {
        var token = tokens.Current;
        if (!token.StartsWith("--", StringComparison.Ordinal))
        {
            if (command.Argument is null || Argument.Length > 0 || token.StartsWith('-'))
            {
                return $"{token} is not understood.";
            }

            Argument = token;
            return null;
        }

        var (name, value) = token[2..].Split('=', 2) is [var key, var rest] ? (key, rest) : (token[2..], null);
        var option = command.Options.FirstOrDefault(option => option.Name == name);
        var isSetting = option is null && (name.Contains(':', StringComparison.Ordinal) || PlainSettings.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (option is null && !isSetting)
        {
            return $"--{name} is not an option of {command.Name}.";
        }

        if (option is { Value: null })
        {
            return value is null && _options.TryAdd(name, "") ? null : $"--{name} is given twice, or has a value and takes none.";
        }

        if (value is null)
        {
            if (!tokens.MoveNext() || tokens.Current.StartsWith("--", StringComparison.Ordinal))
            {
                return $"--{name} lacks its value.";
            }

            value = tokens.Current;
        }

        if (isSetting)
        {
            _host.Add($"--{name}={value}");
            return null;
        }

        return _options.TryAdd(name, value) ? null : $"--{name} is given twice.";
    }
}
