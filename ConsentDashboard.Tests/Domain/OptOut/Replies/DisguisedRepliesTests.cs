using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Tests.Support;
using CsCheck;

namespace ConsentDashboard.Tests.Domain.OptOut.Replies;

/// <summary>However a word is dressed up, it says the same.</summary>
public sealed class DisguisedRepliesTests
{
    private static readonly string[] Said = ["stop", "unsubscribe", "cancel", "quit", "revoke", "optout", "stopall", "стоп", "отписаться", "отписка", "отказ"];
    private static readonly string[] Around = ["", " ", "\n", "\u00A0", "\u200B", "\u202E", "\uFEFF", "\"", "«", "»", "'", ".", "!!!", "…", "-", "*", "🛑", "😡", "👍🏽", "❤\uFE0F", "🇺🇸", "👨‍👩‍👧", "\0", "(", ")", ":)"];
    private static readonly Gen<string> Ornament = Gen.Int[0, Around.Length - 1].Array[0, 4].Select(chosen => string.Concat(chosen.Select(piece => Around[piece])));
    private static readonly (char, char)[] Twins = [('а', 'a'), ('е', 'e'), ('о', 'o'), ('р', 'p'), ('с', 'c'), ('т', 't'), ('к', 'k'), ('у', 'u'), ('і', 'i'), ('ѕ', 's')];

    private static readonly Func<string, int, string>[] Disguises =
    [
        (word, _) => word.ToUpperInvariant(),
        (word, at) => $"{word[..at]}{char.ToUpperInvariant(word[at])}{word[(at + 1)..]}",
        (word, at) => Twin(word, at),
        (word, at) => $"{word[..at]}{new string(word[at], 4)}{word[(at + 1)..]}",
        (word, at) => $"{word[..at]}\u200D{word[at..]}",
        (word, at) => $"{word[..(at + 1)]}\u0336{word[(at + 1)..]}",
        (word, at) => $"{word[..at]}\uD83D{word[at..]}",
        (word, _) => string.Join(' ', word.AsEnumerable()),
        (word, _) => string.Join('.', word.AsEnumerable()),
        (word, _) => string.Concat(word.Select(letter => char.IsAsciiLetter(letter) ? (char)(letter - 'a' + 'ａ') : letter)),
        (word, _) => string.Concat(word.Select(letter => char.IsAsciiLetter(letter) ? char.ConvertFromUtf32(0x1D41A + letter - 'a') : letter.ToString())),
        (word, _) => $"{word} {word} {word}",
        (word, _) => $"{word}{word}",
        (word, _) => word,
    ];

    [Fact]
    public void An_opt_out_stays_one() =>
        Gen.Select(OneOf(Said), OneOf(Disguises), Gen.Int[0, 100], Ornament, Ornament).Sample((word, disguise, at, before, after) =>
        {
            var text = before + disguise(word, at % word.Length) + after;
            var verdict = ReplyClassifier.Classify(text);

            Assert.True(verdict.Kind == ReplyKind.OptOut, $"{word}: {text} -> {verdict.Kind}");
            Assert.All(verdict.Words, piece => Assert.Contains(piece, text, StringComparison.Ordinal));
        });

    [Theory]
    [InlineData("unsubscribe", 'a', 'z')]
    [InlineData("revoke", 'a', 'z', "evoke", "invoke")]
    [InlineData("cancel", 'a', 'z', "cancer", "chancel")]
    [InlineData("отписаться", 'а', 'я')]
    [InlineData("прекратите", 'а', 'я')]
    public void Longer_words_misspelt_by_one_letter_wait_for_people(string word, char first, char last, params string[] otherWords) =>
        Findings.None(MisspeltByOne(word, [.. Enumerable.Range(first, last - first + 1).Select(letter => (char)letter)])
            .Except(otherWords)
            .Where(typed => ReplyClassifier.Classify(typed).Kind is not (ReplyKind.OptOut or ReplyKind.MayBeOptOut)));

    /// <summary>A letter too few, one too many, another one, or two the other way round.</summary>
    private static IEnumerable<string> MisspeltByOne(string word, char[] alphabet) =>
        Enumerable.Range(0, word.Length).SelectMany(at => (IEnumerable<string>)
        [
            word.Remove(at, 1),
            .. alphabet.Select(letter => word.Insert(at, letter.ToString())),
            .. alphabet.Select(letter => $"{word[..at]}{letter}{word[(at + 1)..]}"),
            .. at == 0 ? Array.Empty<string>() : [$"{word[..(at - 1)]}{word[at]}{word[at - 1]}{word[(at + 1)..]}"],
        ]).Concat(alphabet.Select(letter => word + letter));

    private static Gen<T> OneOf<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(chosen => choices[chosen]);

    private static string Twin(string word, int at)
    {
        var twin = Twins.Where(pair => pair.Item1 == word[at] || pair.Item2 == word[at]).Select(pair => pair.Item1 == word[at] ? pair.Item2 : pair.Item1).FirstOrDefault(word[at]);
        return $"{word[..at]}{twin}{word[(at + 1)..]}";
    }
}
