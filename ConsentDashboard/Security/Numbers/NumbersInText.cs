using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ConsentDashboard.Security.Numbers;

/// <summary>Hides numbers that stand in what people wrote: to see a whole one is an act of its own, with a reason.</summary>
public static partial class NumbersInText
{
    private const char Dot = '•';

    /// <summary>Masks whatever reads as a phone number: nine digits or more, however they are grouped, and eight after a plus.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Mask(string? text) => text is null ? null : PhoneLike().Replace(text, match => MaskDigits(match.Value));

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

    [GeneratedRegex(@"(?<![\w.])(?:\+\d(?:[\s().\-–]?\d){7,}|\d(?:[\s()\-–]?\d){8,})(?!\w)", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex PhoneLike();
}
