namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>A list of words and phrases of one language.</summary>
internal sealed record WordList(string Language, IReadOnlyList<(WordSection Section, string Line)> Lines, IReadOnlyDictionary<string, string> Sets)
{
    private const string Prefix = "Replies/";

    /// <summary>The lists that are built in, one file a language.</summary>
    public static readonly IReadOnlyList<WordList> BuiltIn =
    [
        .. typeof(WordList).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Parse(name[Prefix.Length..], Read(name))),
    ];

    /// <summary>Sections in square brackets, sets as <c>@name = words</c>, anything else a phrase a line; a hash begins a comment.</summary>
    public static WordList Parse(string language, string text)
    {
        List<(WordSection, string)> lines = [];
        Dictionary<string, string> sets = new(StringComparer.Ordinal);
        var section = WordSection.Ordinary;
        foreach (var line in text.Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0))
        {
            if (line[0] == '[')
            {
                section = Enum.Parse<WordSection>(line.Trim('[', ']'));
            }
            else if (line.Split('=') is [var name, var words])
            {
                sets.Add(name.Trim(' ', '@'), words);
            }
            else
            {
                lines.Add((section, line));
            }
        }

        return new(language, lines, sets);
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(WordList).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
