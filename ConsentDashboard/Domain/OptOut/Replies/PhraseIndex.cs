namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>The phrases of one section, found by how they begin.</summary>
internal sealed class PhraseIndex
{
    private readonly Dictionary<string, List<PhrasePattern>> _byWord = new(StringComparer.Ordinal);
    private readonly Dictionary<char, List<PhrasePattern>> _byLetter = [];

    public PhraseIndex(IEnumerable<PhrasePattern> patterns)
    {
        foreach (var pattern in patterns)
        {
            foreach (var word in pattern.FirstWords)
            {
                Add(_byWord, word, pattern);
            }

            foreach (var letter in pattern.FirstBeginnings.Select(beginning => beginning[0]).Distinct())
            {
                Add(_byLetter, letter, pattern);
            }
        }
    }

    /// <returns>The longest phrase that begins at this word, and where it ends.</returns>
    public Found? Longest(IReadOnlyList<string> words, int start)
    {
        Found? longest = null;
        foreach (var pattern in _byWord.GetValueOrDefault(words[start], []).Concat(_byLetter.GetValueOrDefault(words[start][0], [])))
        {
            var end = pattern.End(words, start);
            if (end > (longest?.End ?? start))
            {
                longest = new(start, end, pattern.Language);
            }
        }

        return longest;
    }

    private static void Add<TKey>(Dictionary<TKey, List<PhrasePattern>> index, TKey key, PhrasePattern pattern)
        where TKey : notnull
    {
        index.TryAdd(key, []);
        index[key].Add(pattern);
    }
}

/// <summary>A phrase of a list in a text: the words from the first to before the end.</summary>
internal sealed record Found(int Start, int End, string Language)
{
    public bool IsWithin(Found other) => other.Start <= Start && End <= other.End;
}
