namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>The ways to read a text: as it stands, and where that says nothing, in the other keyboard layout and as Russian in Latin letters.</summary>
internal sealed class ReplyReader
{
    public static readonly ReplyReader BuiltIn = new(new Lexicon(WordList.BuiltIn));

    // Short words spelt in Latin letters are words of other languages, too.
    private const int ShortestInLatin = 5;

    private static readonly Lexicon InLatin = new(
        [.. WordList.BuiltIn.Where(list => list.Language == "ru").Select(OneByOne)],
        spell: word => Transliteration.Key(Letters.Fold(word)),
        keep: pattern => !pattern.IsOneWord || pattern.FirstWords.Concat(pattern.FirstBeginnings).All(word => word.Length >= ShortestInLatin));

    private readonly WordReader _words;

    public ReplyReader(IReadOnlyCollection<WordList> senderLists)
        : this(new Lexicon(senderLists, BuiltIn.Lexicon))
    {
    }

    private ReplyReader(Lexicon lexicon) => (Lexicon, _words) = (lexicon, new(lexicon));

    public Lexicon Lexicon { get; }

    public ReplyVerdict Read(ReplyText text)
    {
        var verdict = Judge(text);
        return verdict.Kind != ReplyKind.Ordinary ? verdict
            : InOtherLayout(text) ?? InLatinLetters(text) ?? verdict;
    }

    // A choice of single words is kept or left word by word.
    private static WordList OneByOne(WordList list) => list with
    {
        Lines = [.. list.Lines.SelectMany(line => line.Line.Contains(' ', StringComparison.Ordinal) ? [line] : line.Line.Split('|').Select(word => (line.Section, word)))],
    };

    private ReplyVerdict Judge(ReplyText text)
    {
        var words = _words.Read(text);
        return new WholeMessage(Lexicon, text, words).Read() ?? new PartOfMessage(Lexicon, text, words).Read(_words);
    }

    private ReplyVerdict? InOtherLayout(ReplyText text) => KeyboardLayout.OtherReadings(text.Text)
        .Select(other => Judge(ReplyText.Normalise(other, text.Text)))
        .FirstOrDefault(verdict => verdict.Kind != ReplyKind.Ordinary && verdict.Words.Sum(word => word.Length) >= ShortestInLatin - 1);

    private static ReplyVerdict? InLatinLetters(ReplyText text)
    {
        if (!text.Words.Any(word => word.Word.Any(char.IsAsciiLetter)))
        {
            return null;
        }

        List<ReadWord> words = [.. text.Words.Select(word => new ReadWord(Transliteration.KeyOfLatin(word.Word) ?? Transliteration.Key(word.Word), word)).Where(word => word.Word.Length > 0)];
        var verdict = new WholeMessage(InLatin, text, words).Read() ?? new PartOfMessage(InLatin, text, words).Read(null);
        return verdict.Kind == ReplyKind.Ordinary ? null : verdict;
    }
}
