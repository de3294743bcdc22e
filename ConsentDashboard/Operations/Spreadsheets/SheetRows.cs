using System.Collections;
using System.Collections.ObjectModel;
using System.Data.Common;

namespace ConsentDashboard.Operations.Spreadsheets;

/// <summary>
/// Rows that a writer of files pulls one by one, in the form that such writers know: never more than one is in memory. A
/// value is a string, a <see cref="DateTime"/> where the column is a <see cref="SheetValue.Time"/>, or null.
/// </summary>
public sealed class SheetRows(IReadOnlyList<SheetColumn> columns, IEnumerator<object?[]> rows) : DbDataReader, IDbColumnSchemaGenerator
{
    private object?[] _row = [];
    private bool _isAhead;
    private long _left = long.MaxValue;

    public override int FieldCount => columns.Count;

    public override bool HasRows => true;

    public override int Depth => 0;

    public override bool IsClosed => false;

    public override int RecordsAffected => -1;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    /// <summary>They become a CSV, which programs for people may split at other places than it was joined.</summary>
    internal bool InCsv { get; set; }

    /// <summary>The next rows, as if there were no others: a sheet takes only so many.</summary>
    internal void Begin(long most) => _left = most;

    /// <summary>Looks one row ahead.</summary>
    internal bool HasMore() => _isAhead || (_isAhead = rows.MoveNext());

    public override bool Read()
    {
        if (_left == 0 || !HasMore())
        {
            return false;
        }

        (_row, _isAhead) = (rows.Current, false);
        _left--;
        for (var place = 0; place < columns.Count; place++)
        {
            if (columns[place].Value == SheetValue.FreeText)
            {
                _row[place] = InCsv ? FormulaGuard.OfParts(_row[place] as string) : FormulaGuard.Of(_row[place] as string);
            }
        }

        return true;
    }

    public override bool NextResult() => false;

    public override string GetName(int ordinal) => columns[ordinal].Name;

    public override int GetOrdinal(string name) => columns.Select(column => column.Name).ToList().IndexOf(name);

    public override Type GetFieldType(int ordinal) => columns[ordinal].Value == SheetValue.Time ? typeof(DateTime) : typeof(string);

    public override string GetDataTypeName(int ordinal) => GetFieldType(ordinal).Name;

    public override object GetValue(int ordinal) => _row[ordinal] ?? DBNull.Value;

    public override string GetString(int ordinal) => (string)_row[ordinal]!;

    public override DateTime GetDateTime(int ordinal) => (DateTime)_row[ordinal]!;

    public override bool IsDBNull(int ordinal) => _row[ordinal] is null;

    public ReadOnlyCollection<DbColumn> GetColumnSchema() => new([.. columns.Select((column, place) => new Column(column.Name, place, GetFieldType(place)))]);

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    public override int GetValues(object[] values) => throw NotOffered();

    public override bool GetBoolean(int ordinal) => throw NotOffered();

    public override byte GetByte(int ordinal) => throw NotOffered();

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw NotOffered();

    public override char GetChar(int ordinal) => throw NotOffered();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw NotOffered();

    public override decimal GetDecimal(int ordinal) => throw NotOffered();

    public override double GetDouble(int ordinal) => throw NotOffered();

    public override float GetFloat(int ordinal) => throw NotOffered();

    public override Guid GetGuid(int ordinal) => throw NotOffered();

    public override short GetInt16(int ordinal) => throw NotOffered();

    public override int GetInt32(int ordinal) => throw NotOffered();

    public override long GetInt64(int ordinal) => throw NotOffered();

    private static NotSupportedException NotOffered() => new("A row holds texts and times.");

    private sealed class Column : DbColumn
    {
        public Column(string name, int place, Type type) => (ColumnName, ColumnOrdinal, DataType, AllowDBNull) = (name, place, type, true);
    }
}
