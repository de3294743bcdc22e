using System.Globalization;
using System.Resources;

namespace ConsentDashboard.Operations.Spreadsheets;

/// <summary>What a workbook says around its figures, in the culture of the caller.</summary>
public sealed class WorkbookText
{
    private static readonly ResourceManager Words = new(typeof(WorkbookText).FullName!, typeof(WorkbookText).Assembly);

    internal static string Of(string key, params object[] arguments) =>
        string.Format(CultureInfo.CurrentCulture, Words.GetString(key, CultureInfo.CurrentUICulture)!, arguments);
}
