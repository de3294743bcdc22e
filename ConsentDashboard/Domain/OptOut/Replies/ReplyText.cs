using System.Text;

namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>A word as a reader sees it, and where it stands in the text.</summary>
public readonly record struct ReplyWord(string Word, int Start, int End);

/// <summary>A text without what only decorates it: case, styles, accents, quotes, punctuation, emoji, what nobody sees.</summary>
public sealed class ReplyText
{
    // The longest text of a phone is 1,600 characters. What lies beyond is not read; the classifier hands such a text to people.
    public const int MostCharacters = 4_096;

    private const int FewestSpacedLetters = 3;

    // Two letters of two characters each.
    private const int CharactersOfAFlag = 4;

    // Said by themselves these ask to stop; the first ones do so beside words, too.
    private const string SignsAnywhere = "🛑🚫⛔🖕🤬📵";
    private const string SignsAlone = "✋👎😡🙅😠❌🤚🖐💩🔕❎";
    private static readonly HashSet<Rune> Anywhere = [.. SignsAnywhere.EnumerateRunes()];
    private static readonly HashSet<Rune> Alone = [.. SignsAlone.EnumerateRunes()];

    private readonly List<ReplyWord> _words = [];
    private readonly List<string> _signs = [];
    private readonly List<string> _signsAlone = [];

    private ReplyText(string text) => Text = text;

    /// <summary>As it was typed.</summary>
    public string Text { get; }

    public IReadOnlyList<ReplyWord> Words => _words;

    /// <summary>Emoji that say no.</summary>
    public IReadOnlyList<string> Signs => _words.Count == 0 ? [.. _signs, .. _signsAlone] : _signs;

    /// <summary>Some of it was lost on the way here, or lies beyond the end of what is read.</summary>
    public bool IsIncomplete { get; private set; }

    /// <param name="typed">Where another reading is tried: the text itself, of which the pieces are shown.</param>
    public static ReplyText Normalise(string? text, string? typed = null)
    {
        text ??= "";
        var read = new ReplyText(typed ?? text);
        read.Split(text.AsSpan(0, Math.Min(text.Length, MostCharacters)));
        read.IsIncomplete |= text.Length > MostCharacters || IsLost(text);
        read.JoinSpacedLetters();
        return read;
    }

    /// <summary>The piece of the text that these words stand in.</summary>
    public string Piece(ReplyWord first, ReplyWord last) => Text[first.Start..last.End];

    public override string ToString() => string.Join(' ', _words.Select(word => word.Word));

    private void Split(ReadOnlySpan<char> text)
    {
        var word = new StringBuilder();
        var (start, end) = (0, 0);
        for (var at = 0; at < text.Length;)
        {
            // Half a surrogate pair comes back as the replacement character, and nobody sees it.
            var isWhole = Rune.DecodeFromUtf16(text[at..], out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (isWhole && FlagLetters(text[at..]) is { Length: > 0 } flags)
            {
                // Flags stand by themselves, and so does what an even number of their letters spells; an odd one belongs to the word around it.
                var isApart = flags.Length % CharactersOfAFlag == 0;
                Close(word, start, end, isApart);
                start = word.Length == 0 ? at : start;
                word.Append(AreFlags(flags) ? "" : Spelt(flags));
                (at, end) = (at + flags.Length, at + flags.Length);
                Close(word, start, end, isApart);
                continue;
            }

            var letters = isWhole ? Letters.Fold(rune) : null;
            if (letters is { Length: > 0 })
            {
                (start, end) = (word.Length == 0 ? at : start, at + length);
                word.Append(letters);
            }
            else if (letters is not null)
            {
                Note(rune);
                Close(word, start, end);
            }

            at += length;
        }

        Close(word, start, end);
    }

    private void Note(Rune rune)
    {
        IsIncomplete |= rune.Value == Letters.Lost;
        if (Anywhere.Contains(rune) || Alone.Contains(rune))
        {
            (Anywhere.Contains(rune) ? _signs : _signsAlone).Add(rune.ToString());
        }
    }

    private void Close(StringBuilder word, int start, int end, bool isEnd = true)
    {
        if (isEnd && word.Length > 0)
        {
            _words.Add(new(word.ToString(), start, end));
            word.Clear();
        }
    }

    private static ReadOnlySpan<char> FlagLetters(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end + 1 < text.Length && char.IsSurrogatePair(text[end], text[end + 1]) && Letters.IsFlagLetter(char.ConvertToUtf32(text[end], text[end + 1])))
        {
            end += 2;
        }

        return text[..end];
    }

    // One flag, or the same one several times; other pairs of flag letters spell something.
    private static bool AreFlags(ReadOnlySpan<char> letters) =>
        letters.Length % CharactersOfAFlag == 0 && letters[CharactersOfAFlag..].SequenceEqual(letters[..^CharactersOfAFlag]);

    private static string Spelt(ReadOnlySpan<char> letters)
    {
        var word = new StringBuilder();
        foreach (var letter in letters.EnumerateRunes())
        {
            word.Append(Letters.Fold(letter));
        }

        return word.ToString();
    }

    /// <summary>S T O P, S.T.O.P., one letter a line.</summary>
    private void JoinSpacedLetters()
    {
        for (var first = 0; first < _words.Count; first++)
        {
            var after = first;
            while (after < _words.Count && _words[after].Word.Length == 1)
            {
                after++;
            }

            if (after - first >= FewestSpacedLetters)
            {
                var letters = _words[first..after];
                _words.RemoveRange(first, after - first);
                _words.Insert(first, new(string.Concat(letters.Select(letter => letter.Word)), letters[0].Start, letters[^1].End));
            }
        }
    }

    // A gateway that cannot carry Cyrillic letters writes a question mark for each, and so many of them are in the shortest word that matters.
    private static bool IsLost(string text) => text.Trim() is { Length: >= 4 } marks && marks.All(letter => letter == '?' || letter == ' ');
}
