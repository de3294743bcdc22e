using System.Text.RegularExpressions;

namespace ConsentDashboard.Domain.Notices;

public enum WordChange : byte
{
    Same = 0,
    Removed = 1,
    Added = 2,
}

/// <summary>A run of words that fared alike, with the white space between them.</summary>
public readonly record struct WordRun(WordChange Change, string Text);

/// <summary>What became of a text, word by word: the longest common subsequence stays, the rest was removed or added.</summary>
public static partial class WordDifference
{
    // The table of a comparison grows with both texts; past this (16 MB) the middle counts as rewritten.
    private const int MostPairs = 4_000_000;

    // A word that stays says more than the space after it.
    private const int WordWeight = 1_000;

    /// <returns>Runs in reading order. Without the added ones they are the old text, without the removed ones the new.</returns>
    public static IReadOnlyList<WordRun> Between(string before, string after)
    {
        var (old, now) = (Words(before), Words(after));
        var head = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        var tail = old.Skip(head).Reverse().Zip(now.Skip(head).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        List<(WordChange Change, string Word)> words = [.. old[..head].Select(Same)];
        words.AddRange((long)(old.Length - head - tail) * (now.Length - head - tail) > MostPairs
            ? [(WordChange.Removed, string.Concat(old[head..^tail])), (WordChange.Added, string.Concat(now[head..^tail]))]
            : Middle(old[head..^tail], now[head..^tail]));
        words.AddRange(old[^tail..].Select(Same));
        return Runs(words);
    }

    private static (WordChange Change, string Word) Same(string word) => (WordChange.Same, word);

    private static IEnumerable<(WordChange Change, string Word)> Middle(string[] old, string[] now)
    {
        var common = Common(old, now);
        var (i, j) = (0, 0);
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                yield return (WordChange.Same, old[i++]);
                j++;
            }
            else if (j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                yield return (WordChange.Removed, old[i++]);
            }
            else
            {
                yield return (WordChange.Added, now[j++]);
            }
        }
    }

    /// <summary>How much the rest of both texts has in common, from each pair of places on.</summary>
    private static int[,] Common(string[] old, string[] now)
    {
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + Weight(old[i]) : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }

    private static int Weight(string word) => char.IsWhiteSpace(word[0]) ? 1 : WordWeight;

    // Between two words stand removed and added ones by turns; whoever reads wants what went, then what came.
    private static List<WordRun> Runs(List<(WordChange Change, string Word)> words)
    {
        List<WordRun> runs = [];
        foreach (var change in Sections(words))
        {
            foreach (var kind in Enum.GetValues<WordChange>())
            {
                var text = string.Concat(change.Where(word => word.Change == kind).Select(word => word.Word));
                if (text.Length > 0)
                {
                    runs.Add(new(kind, text));
                }
            }
        }

        return runs;
    }

    private static IEnumerable<List<(WordChange Change, string Word)>> Sections(List<(WordChange Change, string Word)> words)
    {
        List<(WordChange Change, string Word)> section = [];
        foreach (var word in words)
        {
            if (section.Count > 0 && (section[^1].Change == WordChange.Same) != (word.Change == WordChange.Same))
            {
                yield return section;
                section = [];
            }

            section.Add(word);
        }

        yield return section;
    }

    private static string[] Words(string text) => [.. Word().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\s+|\S+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Word();
}
