using System.Collections;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace ConsentDashboard.Operations.Spreadsheets;

/// <summary>Writes rows as an XLSX workbook, in constant memory, and begins a new sheet where Excel's limit is reached.</summary>
public static class XlsxFile
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>With the heading, what Excel takes on one sheet.</summary>
    public const int MaxRows = 1_048_576;

    /// <param name="target">Need not be seekable.</param>
    /// <param name="rows">What the sheets say.</param>
    /// <param name="rowsPerSheet">The heading included.</param>
    public static void Write(Stream target, SheetRows rows, int rowsPerSheet = MaxRows) =>
        target.SaveAs(new Sheets(rows, rowsPerSheet - 1), configuration: new OpenXmlConfiguration { TableStyles = TableStyles.None, AutoFilter = false });

    // The writer goes through the sheets once, one after the other; how many there are shows only when the rows end.
    private sealed class Sheets(SheetRows rows, int most) : IDictionary<string, object>
    {
        public int Count => throw NotOffered();

        public bool IsReadOnly => true;

        public ICollection<string> Keys => throw NotOffered();

        public ICollection<object> Values => throw NotOffered();

        public object this[string key]
        {
            get => throw NotOffered();
            set => throw NotOffered();
        }

        public IEnumerator<KeyValuePair<string, object>> GetEnumerator()
        {
            var number = 0;
            do
            {
                rows.Begin(most);
                yield return new($"Sheet{++number}", rows);
            }
            while (rows.HasMore());
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void Add(string key, object value) => throw NotOffered();

        public void Add(KeyValuePair<string, object> item) => throw NotOffered();

        public void Clear() => throw NotOffered();

        public bool Contains(KeyValuePair<string, object> item) => throw NotOffered();

        public bool ContainsKey(string key) => throw NotOffered();

        public void CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) => throw NotOffered();

        public bool Remove(string key) => throw NotOffered();

        public bool Remove(KeyValuePair<string, object> item) => throw NotOffered();

        public bool TryGetValue(string key, out object value) => throw NotOffered();

        private static NotSupportedException NotOffered() => new("The sheets are gone through once.");
    }
}
