using ConsentDashboard.Domain.OptOut.Replies;
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

    [Fact]
    public void Longer_words_misspelt_by_one_letter_wait_for_people() =>
        Gen.Select(OneOf("unsubscribe", "отписаться", "прекратите", "revoke", "cancel"), Gen.Int[0, 100], Gen.Int[0, 3], Gen.Int[0, 25]).Sample((word, place, slip, key) =>
        {
            var at = place % (word.Length - 1);
            var letter = (char)(char.IsAscii(word[0]) ? 'a' + key : 'а' + key);
            var typed = slip switch
            {
                0 => word.Remove(at, 1),
                1 => word.Insert(at, letter.ToString()),
                2 => $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}",
                _ => $"{word[..at]}{letter}{word[(at + 1)..]}",
            };
            // An edit may give another word.
            Assert.True(typed is "evoke" or "invoke" or "cancer" or "chancel" || ReplyClassifier.Classify(typed).Kind is ReplyKind.OptOut or ReplyKind.MayBeOptOut, $"{word}: {typed}");
        });

    private static Gen<T> OneOf<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(chosen => choices[chosen]);

    private static string Twin(string word, int at)
    {
        var twin = Twins.Where(pair => pair.Item1 == word[at] || pair.Item2 == word[at]).Select(pair => pair.Item1 == word[at] ? pair.Item2 : pair.Item1).FirstOrDefault(word[at]);
        return $"{word[..at]}{twin}{word[(at + 1)..]}";
    }
}
