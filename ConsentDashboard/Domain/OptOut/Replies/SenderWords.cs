namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>A word or phrase that a sender adds to a list of a language.</summary>
public sealed record SenderWord(WordSection Section, string Language, string Phrase);

/// <summary>What one sender adds to the built-in lists. Making one takes time; keep it for as long as the words stay.</summary>
public sealed class SenderWords
{
    private readonly Dictionary<string, string> _keywords = new(StringComparer.Ordinal);

    /// <param name="words">Words and phrases; everything but letters and digits in them is ignored.</param>
    /// <param name="keywords">Names of message types that people may stop by themselves: STOP PROMO.</param>
    /// <param name="names">What the sender calls herself, which may stand beside an opt-out: STOP Acme.</param>
    public SenderWords(IEnumerable<SenderWord> words, IEnumerable<string>? keywords = null, IEnumerable<string>? names = null)
    {
        List<SenderWord> all = [.. words, .. (names ?? []).Select(name => new SenderWord(WordSection.Padding, "", name))];
        foreach (var keyword in keywords ?? [])
        {
            if (Line(keyword) is { Length: > 0 } line && _keywords.TryAdd(line, keyword))
            {
                all.Add(new(WordSection.Keyword, "", keyword));
            }
        }

        // What stops by itself may stop among other words, too.
        all.AddRange(all.Where(word => word.Section == WordSection.OptOut).Select(word => word with { Section = WordSection.MayBe }).ToArray());
        var lists = all.GroupBy(word => word.Language, StringComparer.Ordinal).Select(group => new WordList(
            group.Key,
            [.. group.Select(word => (word.Section, Line(word.Phrase))).Where(word => word.Item2.Length > 0)],
            new Dictionary<string, string>(StringComparer.Ordinal)));
        Reader = new([.. lists]);
    }

    internal ReplyReader Reader { get; }

    /// <summary>The message types that a text names, as the sender writes them.</summary>
    internal IReadOnlyList<string> KeywordsIn(ReplyText text)
    {
        var words = $" {text} ";
        return [.. _keywords.Where(keyword => words.Contains($" {keyword.Key} ", StringComparison.Ordinal)).Select(keyword => keyword.Value)];
    }

    private static string Line(string phrase) => ReplyText.Normalise(phrase).ToString();
}
