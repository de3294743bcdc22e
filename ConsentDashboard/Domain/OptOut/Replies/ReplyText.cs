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
            var letters = !isWhole ? null : IsFlag(text, at, rune) ? "" : Letters.Fold(rune);
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

    private void Close(StringBuilder word, int start, int end)
    {
        if (word.Length > 0)
        {
            _words.Add(new(word.ToString(), start, end));
            word.Clear();
        }
    }

    // Two flag letters by themselves are a flag, and twice the same is two; any other number of them spells something.
    private static bool IsFlag(ReadOnlySpan<char> text, int at, Rune rune)
    {
        if (!Letters.IsFlagLetter(rune.Value))
        {
            return false;
        }

        var (before, after) = (at, at + 2);
        while (before >= 2 && at - before < 8 && IsFlagLetter(text, before - 2))
        {
            before -= 2;
        }

        while (after - at < 8 && IsFlagLetter(text, after))
        {
            after += 2;
        }

        return after - before == 4 || (after - before == 8 && text[before..(before + 4)].SequenceEqual(text[(before + 4)..after]));
    }

    private static bool IsFlagLetter(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) && Letters.IsFlagLetter(char.ConvertToUtf32(text[at], text[at + 1]));

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
