namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>Slips of the finger: a letter missing, too many, wrong, or two in the wrong order.</summary>
internal static class Misspelling
{
    /// <summary>How many slips still leave a word of this length recognisable.</summary>
    public static int Most(string word) => word.Length switch
    {
        < 6 => 0,
        < 9 => 1,
        _ => 2,
    };

    public static bool IsWithin(string typed, string word, int most) =>
        Math.Abs(typed.Length - word.Length) <= most && Distance(typed, word) <= most;

    public static bool IsTransposed(string typed, string word)
    {
        if (typed.Length != word.Length)
        {
            return false;
        }

        var at = 0;
        while (at < word.Length && typed[at] == word[at])
        {
            at++;
        }

        return at + 1 < word.Length && typed[at] == word[at + 1] && typed[at + 1] == word[at]
            && typed.AsSpan(at + 2).SequenceEqual(word.AsSpan(at + 2));
    }

    private static int Distance(string typed, string word)
    {
        var (two, one, now) = (new int[word.Length + 1], Enumerable.Range(0, word.Length + 1).ToArray(), new int[word.Length + 1]);
        for (var i = 1; i <= typed.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= word.Length; j++)
            {
                var replaced = one[j - 1] + (typed[i - 1] == word[j - 1] ? 0 : 1);
                var swapped = i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1] ? two[j - 2] + 1 : int.MaxValue;
                now[j] = Math.Min(Math.Min(replaced, swapped), Math.Min(one[j], now[j - 1]) + 1);
            }

            (two, one, now) = (one, now, two);
        }

        return one[word.Length];
    }
}
