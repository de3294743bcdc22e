using System.Globalization;

namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>
/// Words in a row. In each place: a word, ways to go on (<c>text*</c>), a choice (<c>a|b</c>), a set of the list (<c>@name</c>);
/// a question mark makes a place optional; <c>~3</c> stands for up to three words, whatever they are.
/// </summary>
internal sealed class PhrasePattern
{
    private readonly Step[] _steps;

    private PhrasePattern(string language, Step[] steps) => (Language, _steps) = (language, steps);

    public string Language { get; }

    /// <summary>What the first word may be, and how it may begin.</summary>
    public IReadOnlyCollection<string> FirstWords => _steps[0].Words;

    public IReadOnlyCollection<string> FirstBeginnings => _steps[0].Beginnings;

    public IEnumerable<string> AllWords => _steps.SelectMany(step => step.Words);

    public bool IsOneWord => _steps.Length == 1;

    public static PhrasePattern Parse(string language, string line, IReadOnlyDictionary<string, string> sets, Func<string, string> spell)
    {
        var steps = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(place => Place(place, sets, spell)).ToArray();
        return steps.Length > 0 && steps[0].MostSkipped < 0 && steps[^1].CanFit
            ? new(language, steps)
            : throw new FormatException($"A phrase begins and ends with a word: {line}");
    }

    /// <returns>Where the longest match ends that begins at this word; -1 for none.</returns>
    public int End(IReadOnlyList<string> words, int start) => End(words, start, 0);

    private int End(IReadOnlyList<string> words, int at, int place)
    {
        if (place == _steps.Length)
        {
            return at;
        }

        var step = _steps[place];
        var longest = at < words.Count && step.Fits(words[at]) ? End(words, at + 1, place + 1) : -1;
        for (var skipped = 0; skipped <= step.MostSkipped && at + skipped <= words.Count; skipped++)
        {
            longest = Math.Max(longest, End(words, at + skipped, place + 1));
        }

        return longest;
    }

    private static Step Place(string place, IReadOnlyDictionary<string, string> sets, Func<string, string> spell)
    {
        if (place[0] == '~')
        {
            return new([], [], int.Parse(place[1..], CultureInfo.InvariantCulture));
        }

        var choices = place.TrimEnd('?').Split('|')
            .SelectMany(choice => choice[0] == '@' ? sets[choice[1..]].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [choice])
            .Select(choice => (Word: spell(choice.TrimEnd('*')), IsBeginning: choice.EndsWith('*')))
            .ToLookup(choice => choice.IsBeginning, choice => choice.Word);
        return new([.. choices[false]], [.. choices[true]], place.EndsWith('?') ? 0 : -1);
    }

    /// <param name="MostSkipped">How many words may stand in this place that are none of its own; below zero, one of its own has to.</param>
    private sealed record Step(HashSet<string> Words, string[] Beginnings, int MostSkipped)
    {
        public bool CanFit => Words.Count + Beginnings.Length > 0;

        public bool Fits(string word) => Words.Contains(word) || Array.Exists(Beginnings, beginning => word.StartsWith(beginning, StringComparison.Ordinal));
    }
}
