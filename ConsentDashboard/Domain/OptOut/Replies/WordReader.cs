namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>A word of the lists that a word of the text was taken for.</summary>
/// <param name="IsSure">False where a slip of the finger was assumed; people decide then.</param>
internal readonly record struct ReadWord(string Word, ReplyWord At, bool IsSure = true);

/// <summary>Takes the words of a text for words of the lists, through disguises, run-together words and misspellings.</summary>
internal sealed class WordReader(Lexicon lexicon)
{
    private const int ShortestStem = 4;
    private const int LongestJoined = 40;

    private readonly string[] _stems = [.. lexicon.Layers.SelectMany(layer => layer.StrongWords).Where(word => word.Length >= ShortestStem)];
    private readonly string[] _misspelt = [.. lexicon.Layers.SelectMany(layer => layer.MisspeltWords)];
    private readonly HashSet<string> _parts = [.. lexicon.Layers.SelectMany(layer => layer.StrongWords.Concat(layer.CompanyWords)).Where(word => word.Length > 1)];

    public List<ReadWord> Read(ReplyText text)
    {
        var words = text.Words;
        if (Whole(words) is { } whole)
        {
            return [whole];
        }

        List<ReadWord> read = [];
        for (var at = 0; at < words.Count; at++)
        {
            if (at + 1 < words.Count && Pair(words[at], words[at + 1]) is { } pair)
            {
                read.Add(pair);
                at++;
            }
            else
            {
                read.AddRange(Read(words[at]));
            }
        }

        return read;
    }

    /// <summary>Whether a word is one slip away from one that says everything by itself.</summary>
    public bool IsNearlyStrong(string word) => word.Length >= 3 && !lexicon.Knows(word)
        && Array.Exists(_misspelt, other => other.Length is 4 or 5 && Misspelling.IsWithin(word, other, 1));

    /// <summary>A message that is one word with gaps in it: ST OP, un subscribe.</summary>
    private ReadWord? Whole(IReadOnlyList<ReplyWord> words)
    {
        if (words.Count < 2 || words.Sum(word => word.Word.Length) > LongestJoined)
        {
            return null;
        }

        var joined = Join(words);
        return joined.Word.Length < ShortestStem ? null
            : lexicon.IsStrong(joined.Word) ? new(joined.Word, joined)
            : words.Any(word => LookAlikes.IsMixed(word.Word)) && lexicon.Undisguise(joined.Word) is { } strong && lexicon.IsStrong(strong) ? new(strong, joined)
            : null;
    }

    private ReadWord? Pair(ReplyWord first, ReplyWord second) =>
        !(lexicon.Knows(first.Word) && lexicon.Knows(second.Word)) && first.Word.Length + second.Word.Length >= ShortestStem
        && Join([first, second]) is var joined && Array.IndexOf(_stems, joined.Word) >= 0 ? new(joined.Word, joined, IsSure: false) : null;

    private static ReplyWord Join(IReadOnlyList<ReplyWord> words) =>
        new(string.Concat(words.Select(word => word.Word)), words[0].Start, words[^1].End);

    private IEnumerable<ReadWord> Read(ReplyWord word) => word.Word switch
    {
        var plain when lexicon.Knows(plain) => [new(plain, word)],
        var plain when lexicon.Undisguise(plain) is { } known => [new(known, word)],
        // "ussubscribe" is rather a slip of the word that leaves than "us" and the word that joins.
        var plain when Parts(plain) is { } parts && (parts.Exists(Leaves) || Misspelt(plain) is null) => parts.Select(part => new ReadWord(part, word)),
        var plain when LookAlikes.HasSigns(plain) && Runs(plain) is { Count: > 1 } runs => runs.SelectMany(run => Read(word with { Word = run })),
        var plain when Misspelt(plain) is { } meant => [new(meant, word, IsSure: false)],
        var plain => [new(plain, word)],
    };

    private bool Leaves(string word) => lexicon.Find(WordSection.OptOut, [word], 0) is not null;

    /// <summary>STOPNOW, stopstop: words run together of which at least one says everything by itself.</summary>
    private List<string>? Parts(string word)
    {
        if (word.Length is <= ShortestStem or > LongestJoined || !Array.Exists(_stems, stem => word.Contains(stem, StringComparison.Ordinal)))
        {
            return null;
        }

        // From each place on: the part that begins there, if the rest can be read as parts.
        var parts = new string?[word.Length + 1];
        parts[word.Length] = "";
        for (var at = word.Length - 1; at >= 0; at--)
        {
            parts[at] = Enumerable.Range(1, word.Length - at).Reverse().Where(length => parts[at + length] is not null)
                .Select(length => word.Substring(at, length)).FirstOrDefault(_parts.Contains);
        }

        List<string> found = [];
        for (var at = 0; at < word.Length && parts[at] is { } part; at += part.Length)
        {
            found.Add(part);
        }

        return found.Exists(part => _stems.Contains(part)) ? found : null;
    }

    /// <summary>Letters and the rest by turns, none of which is a word together: stop1, stop@noon.</summary>
    private static List<string> Runs(string word)
    {
        List<string> runs = [];
        for (var at = 0; at < word.Length;)
        {
            var end = at + 1;
            while (end < word.Length && char.IsLetter(word[end]) == char.IsLetter(word[at]))
            {
                end++;
            }

            runs.Add(word[at..end]);
            at = end;
        }

        return runs;
    }

    private string? Misspelt(string word) =>
        Array.Find(_misspelt, other => Misspelling.IsTransposed(word, other) || (Misspelling.Most(other) is > 0 and var most && Misspelling.IsWithin(word, other, most)));
}
