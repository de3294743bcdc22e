using System.Globalization;
using System.Text;

namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>What a reader takes one character for.</summary>
internal static class Letters
{
    /// <summary>Stands where a gateway could not carry or decode a character.</summary>
    public const int Lost = 0xFFFD;

    private const string Apostrophes = "'’‘ʼ‛`´′ʹ";

    // Fillers and blanks that Unicode counts as letters or symbols.
    private const string Unseen = "\u115F\u1160\u3164\uFFA0\u034F\u17B4\u17B5";

    // Letters that have no compatibility form, and what they look like.
    private const string Styled = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢłøđıæ⭕";
    private const string Plain = "abcdefghijklmnopqrstuvwyzlodiao";

    private static readonly string?[] Frequent = [.. Enumerable.Range(0, 0x530).Select(value => Look(new(value)))];

    /// <returns>Small letters and digits; empty for what parts words; null for what nobody sees.</returns>
    public static string? Fold(Rune rune) => rune.Value < Frequent.Length ? Frequent[rune.Value] : Look(rune);

    /// <summary>Letters and digits of a word of the lists.</summary>
    public static string Fold(string word) => string.Concat(word.EnumerateRunes().Select(Fold));

    /// <summary>The letters that flags are made of.</summary>
    public static bool IsFlagLetter(int value) => value is >= 0x1F1E6 and <= 0x1F1FF;

    private static string? Look(Rune rune) => rune.Value switch
    {
        '$' or '@' => rune.ToString(),
        < 0x10000 and var value when Apostrophes.Contains((char)value) || Unseen.Contains((char)value) => null,
        < 0x10000 and var value when Styled.IndexOf((char)value) is >= 0 and var at => Plain[at..(at + 1)],
        >= 0x1F150 and <= 0x1F169 and var circled => Latin(circled - 0x1F150),
        >= 0x1F170 and <= 0x1F189 and var squared => Latin(squared - 0x1F170),
        >= 0x1F1E6 and <= 0x1F1FF and var flag => Latin(flag - 0x1F1E6),
        (>= 0x2460 and <= 0x24FF) or (>= 0x1F100 and <= 0x1F1AF) => Decompose(rune),
        _ => ByCategory(rune),
    };

    private static string? ByCategory(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => Rune.IsWhiteSpace(rune) ? "" : null,
        UnicodeCategory.Format or UnicodeCategory.Surrogate => null,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark => null,
        UnicodeCategory.DecimalDigitNumber => Rune.GetNumericValue(rune).ToString(CultureInfo.InvariantCulture),
        _ when Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune) => Decompose(rune),
        _ => "",
    };

    private static string Decompose(Rune rune) => string.Concat(rune.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes()
        .Where(Rune.IsLetterOrDigit)
        .Select(part => Rune.ToLowerInvariant(part).ToString()));

    private static string Latin(int index) => ((char)('a' + index)).ToString();
}
