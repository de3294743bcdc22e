namespace ConsentDashboard.Operations.Spreadsheets;

/// <summary>
/// Keeps text that people wrote from becoming a formula: spreadsheets take a cell that begins with one of these signs for
/// one (OWASP, CSV injection), some of them after white space and for the full-width forms as well.
/// </summary>
public static class FormulaGuard
{
    private const string Signs = "=+-@\uFF1D\uFF0B\uFF0D\uFF20|%";
    private const char Quote = '\'';

    public static string? Of(string? text) => text is { Length: > 0 } && IsDangerous(text) ? Quote + text : text;

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
