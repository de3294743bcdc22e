using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ConsentDashboard.Security.Numbers;

/// <summary>Hides numbers that stand in what people wrote: to see a whole one is an act of its own, with a reason.</summary>
public static partial class NumbersInText
{
    private const char Dot = '•';

    // As many digits in a row as make a number out of a reason; shorter runs are tickets and dates.
    private const int TellingDigits = 7;

    /// <summary>Masks whatever reads as a phone number: nine digits or more, however they are grouped, and eight after a plus.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Mask(string? text) => text is null ? null : PhoneLike().Replace(text, match => MaskDigits(match.Value));

    /// <summary>Whether somebody's number stands in a text, however its digits are grouped: its last seven are enough.</summary>
    /// <param name="number">In E.164.</param>
    public static bool Names(string text, string number) =>
        string.Concat(text.Where(char.IsAsciiDigit)).Contains(number[^Math.Min(TellingDigits, number.Length)..], StringComparison.Ordinal);

    /// <summary>All digits but the last four.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? MaskDigits(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var kept = 0;
        var masked = text.ToCharArray();
        for (var i = masked.Length - 1; i >= 0; i--)
        {
            if (char.IsDigit(masked[i]) && ++kept > 4)
            {
                masked[i] = Dot;
            }
        }

        return kept > 4 ? new(masked) : new(Dot, masked.Length);
    }

    // A day (2026-11-29, 29.11.2026) and an IPv4 address are the rows of digits that people write beside others.
    [GeneratedRegex(
        @"(?<![\w.])(?<!\d[\-–])(?:\+\d(?:[\s().\-–]{0,3}\d){7,}|(?!\d{4}-\d\d-\d\d(?![\d.\-–]))(?!\d{1,2}\.\d{1,2}\.\d{4}(?![\d.\-–]))(?!(?:\d{1,3}\.){3}\d{1,3}(?![\d.]))\d(?:[\s().\-–]{0,3}\d){8,})(?!\w)",
        RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex PhoneLike();
}
