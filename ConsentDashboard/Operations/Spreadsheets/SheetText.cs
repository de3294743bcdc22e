using System.Globalization;
using System.Xml;

namespace ConsentDashboard.Operations.Spreadsheets;

/// <summary>Texts as a workbook can hold them.</summary>
internal static class SheetText
{
    private const int LongestCell = 32_767;
    private const int LongestTab = 31;

    /// <summary>Without the characters that the file's XML cannot hold, and no longer than a cell may be.</summary>
    public static string Clean(string text)
    {
        var clean = string.Concat(text.EnumerateRunes().Where(rune => rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value)));
        return clean.Length <= LongestCell ? clean : clean[..LongestCell];
    }

    /// <summary>Spreadsheets would take it for a formula as soon as somebody edits the cell.</summary>
    public static bool LooksLikeFormula(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];

    /// <summary>A name for the tab of a sheet that no other one has.</summary>
    public static string Tab(string title, IReadOnlyCollection<string> taken)
    {
        var name = string.Concat(Clean(title).Where(letter => !@":\/?*[]".Contains(letter, StringComparison.Ordinal))).Trim().Trim('\'');
        name = Cut(name.Length == 0 ? "1" : name, LongestTab);
        for (var number = 2; taken.Contains(name, StringComparer.CurrentCultureIgnoreCase); number++)
        {
            var ending = string.Create(CultureInfo.InvariantCulture, $" {number}");
            name = Cut(name, LongestTab - ending.Length) + ending;
        }

        return name;
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length].TrimEnd();
}
