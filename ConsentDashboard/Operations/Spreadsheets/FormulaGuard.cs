using System.Text;

namespace ConsentDashboard.Operations.Spreadsheets;

/// <summary>
/// Keeps text that people wrote from becoming a formula: spreadsheets take a cell that begins with one of these signs for
/// one (OWASP, CSV injection), some of them after white space and for the full-width forms as well.
/// </summary>
public static class FormulaGuard
{
    // Where a comma is for decimals, a spreadsheet splits the rows of a CSV here, whatever quotes stand around them.
    private const string Splits = ";\t\r\n";
    private const string Signs = "=+-@\uFF1D\uFF0B\uFF0D\uFF20|%";
    private const char Quote = '\'';

    public static string? Of(string? text) => text is { Length: > 0 } && IsDangerous(text) ? Quote + text : text;

    /// <summary>The same for a value of a CSV, whose parts may become cells of their own.</summary>
    public static string? OfParts(string? text)
    {
        if (text is null || text.AsSpan().IndexOfAny(Splits) < 0)
        {
            return Of(text);
        }

        var guarded = new StringBuilder(text.Length + 1);
        var begins = false;
        foreach (var character in text)
        {
            if (begins && Signs.Contains(character, StringComparison.Ordinal))
            {
                guarded.Append(Quote);
            }

            guarded.Append(character);
            begins = Splits.Contains(character, StringComparison.Ordinal) || (begins && (char.IsWhiteSpace(character) || char.IsControl(character)));
        }

        return IsDangerous(text) ? Quote + guarded.ToString() : guarded.ToString();
    }

    private static bool IsDangerous(string text)
    {
        if (char.IsControl(text[0]))
        {
            return true;
        }

        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character) && !char.IsControl(character))
            {
                return Signs.Contains(character, StringComparison.Ordinal);
            }
        }

        return false;
    }
}
