namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>Word lists made ready to be looked up in; what a sender adds lies over what is built in.</summary>
internal sealed class Lexicon
{
    // Shorter words look like too many others once their letters are blurred.
    private const int ShortestBlurred = 4;

    private static readonly WordSection[] Strong = [WordSection.OptOut, WordSection.OptIn, WordSection.OptInAlone, WordSection.Help];

    private readonly Lexicon? _under;
    private readonly Dictionary<WordSection, PhraseIndex> _phrases;
    private readonly HashSet<string> _known;
    private readonly Dictionary<string, string> _strongByKey = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> _knownByKey;
    private readonly Dictionary<string, string> _knownDrawnOut = new(StringComparer.Ordinal);

    public Lexicon(IReadOnlyCollection<WordList> lists, Lexicon? under = null, Func<string, string>? spell = null, Func<PhrasePattern, bool>? keep = null)
    {
        var patterns = lists.SelectMany(list => list.Lines.Select(line =>
                (line.Section, Pattern: PhrasePattern.Parse(list.Language, line.Line, list.Sets, spell ?? Letters.Fold))))
            .Where(line => keep is null || keep(line.Pattern))
            .ToArray();
        _under = under;
        _phrases = patterns.GroupBy(line => line.Section).ToDictionary(group => group.Key, group => new PhraseIndex(group.Select(line => line.Pattern)));
        _known = patterns.SelectMany(line => line.Pattern.AllWords).ToHashSet(StringComparer.Ordinal);
        StrongWords = [.. patterns.Where(line => line.Pattern.IsOneWord && Strong.Contains(line.Section)).SelectMany(line => line.Pattern.AllWords).Distinct(StringComparer.Ordinal)];
        CompanyWords = [.. patterns.Where(line => line.Section is WordSection.OptOut or WordSection.Keyword || (line.Section is WordSection.Padding && line.Pattern.IsOneWord)).SelectMany(line => line.Pattern.AllWords)];
        MisspeltWords = [.. patterns.Where(line => line.Section is WordSection.Misspelt).SelectMany(line => line.Pattern.AllWords).Distinct(StringComparer.Ordinal)];
        _knownByKey = _known.ToLookup(LookAlikes.Key, StringComparer.Ordinal);
        foreach (var word in StrongWords)
        {
            _strongByKey.TryAdd(LookAlikes.Once(LookAlikes.Key(word)), word);
        }

        foreach (var word in _known)
        {
            _knownDrawnOut.TryAdd(LookAlikes.Once(word), word);
        }
    }

    public IReadOnlyCollection<string> StrongWords { get; }

    /// <summary>Words that stand beside those: please, all, texts.</summary>
    public IReadOnlyCollection<string> CompanyWords { get; }

    public IReadOnlyCollection<string> MisspeltWords { get; }

    public IEnumerable<Lexicon> Layers => _under is null ? [this] : [this, .. _under.Layers];

    public bool Knows(string word) => _known.Contains(word) || Find(WordSection.Spelt, [word], 0) is not null || _under?.Knows(word) == true;

    public bool IsStrong(string word) => Layers.Any(layer => layer.StrongWords.Contains(word));

    public Found? Find(WordSection section, IReadOnlyList<string> words, int start)
    {
        var own = _phrases.GetValueOrDefault(section)?.Longest(words, start);
        var under = _under?.Find(section, words, start);
        return (under?.End ?? 0) > (own?.End ?? 0) ? under : own;
    }

    /// <summary>The word of the lists that this one is under look-alike letters and drawn-out ones; null for none.</summary>
    public string? Undisguise(string word)
    {
        if (!LookAlikes.SignsMayBeLetters(word))
        {
            return null;
        }

        var isMixed = LookAlikes.IsMixed(word);
        return Layers.Select(layer => layer.Undisguise(word, isMixed)).FirstOrDefault(found => found is not null);
    }

    // Look-alikes may hide words of two languages; the one that keeps more of the letters is meant, the first one above all.
    private string? Closest(string word) => _knownByKey[LookAlikes.Key(word)]
        .MaxBy(known => (known.Zip(word).Count(pair => pair.First == pair.Second) * 2) + (known[0] == word[0] ? 1 : 0));

    private string? Undisguise(string word, bool isMixed)
    {
        var once = LookAlikes.Once(word);
        return _strongByKey.TryGetValue(LookAlikes.Once(LookAlikes.Key(word)), out var strong)
            && (strong.Length >= ShortestBlurred || isMixed || once == LookAlikes.Once(strong)) ? strong
            : isMixed && Closest(word) is { } known ? known
            : LookAlikes.IsDrawnOut(word) ? _knownDrawnOut.GetValueOrDefault(once)
            : null;
    }
}
