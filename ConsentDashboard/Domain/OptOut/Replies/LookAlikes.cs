using System.Text;

namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>Letters and digits that are typed for each other because they look or sound alike.</summary>
internal static class LookAlikes
{
    // Each row is one key: what stands in it is taken for its first character.
    private static readonly string[] Rows =
    [
        "csсѕ$5ςｓ", "oо0οσ", "pрпρ", "tт7τ", "aа@4α", "eеєэз3ε", "kкκ", "mмμ", "hнη", "xхχ", "yуuυ", "ilі1иι|", "bвбьъ8β", "rг", "dд", "fфφ", "jј", "qԛ", "vν", "wшщω", "zζ",
    ];

    private static readonly Dictionary<char, char> Keys = Rows.SelectMany(row => row.Select(letter => (letter, row[0]))).ToDictionary();

    public static string Key(string word) => string.Create(word.Length, word, (key, letters) =>
    {
        for (var at = 0; at < key.Length; at++)
        {
            key[at] = Keys.GetValueOrDefault(letters[at], letters[at]);
        }
    });

    /// <summary>STOOOP is STOP: each run of one letter counts once.</summary>
    public static string Once(string word)
    {
        var once = new StringBuilder(word.Length);
        foreach (var letter in word)
        {
            if (once.Length == 0 || once[^1] != letter)
            {
                once.Append(letter);
            }
        }

        return once.ToString();
    }

    /// <summary>A letter three times in a row, which no word has.</summary>
    public static bool IsDrawnOut(string word)
    {
        for (var at = 2; at < word.Length; at++)
        {
            if (word[at] == word[at - 1] && word[at] == word[at - 2])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Letters of two alphabets, or digits and signs among enough letters to be read as such.</summary>
    public static bool IsMixed(string word)
    {
        var latin = word.Count(char.IsAsciiLetter);
        var letters = word.Count(char.IsLetter);
        return (latin > 0 && latin < letters) || HasSigns(word);
    }

    public static bool HasSigns(string word) => word.Any(letter => !char.IsLetter(letter));

    /// <summary>3ND may be a slip for 3RD, and 100 is a number: signs are letters only where letters outweigh them.</summary>
    public static bool SignsMayBeLetters(string word) => !HasSigns(word) || (word.Length >= 4 && word.Count(char.IsLetter) * 2 >= word.Length);
}
