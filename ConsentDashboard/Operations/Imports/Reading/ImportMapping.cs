using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConsentDashboard.Operations.Imports.Reading;

public enum ImportFormat : byte
{
    Csv = 1,
    Xlsx = 2,
}

/// <summary>What a column of the file is.</summary>
public enum ColumnRole : byte
{
    Ignored = 0,
    Phone = 1,

    /// <summary>When she agreed.</summary>
    ConsentDate = 2,

    /// <summary>Whether she is subscribed.</summary>
    State = 3,
    UnsubscribedDate = 4,
    IpAddress = 5,
    UserAgent = 6,
    PageAddress = 7,
    ProofReference = 8,
    Language = 9,
    Reference = 10,
}

/// <summary>How dates such as 03/04/2026 are meant; dates that begin with the year need none.</summary>
public enum DateOrder : byte
{
    DayFirst = 1,
    MonthFirst = 2,
}

/// <summary>How a file is read.</summary>
public sealed record ImportMapping
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public ImportFormat Format { get; init; } = ImportFormat.Csv;

    /// <summary>An IANA name, as <see cref="TextEncodings"/> knows it.</summary>
    public string Encoding { get; init; } = TextEncodings.Utf8;

    public char Delimiter { get; init; } = ',';

    /// <summary>The sheet of a workbook, from 0.</summary>
    public int Sheet { get; init; }

    /// <summary>The first row names the columns.</summary>
    public bool HasHeader { get; init; } = true;

    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>One for each column of the file.</summary>
    public IReadOnlyList<ColumnRole> Columns { get; init; } = [];

    /// <summary>Null: it has to be asked, because the file itself does not decide it.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>Dates of the file need an order at all.</summary>
    public bool NeedsDateOrder { get; init; }

    public static ImportMapping Parse(string json) => JsonSerializer.Deserialize<ImportMapping>(json, Json) ?? new();

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <returns>The place of the column; null where there is none of that role.</returns>
    public int? IndexOf(ColumnRole role)
    {
        for (var index = 0; index < Columns.Count; index++)
        {
            if (Columns[index] == role)
            {
                return index;
            }
        }

        return null;
    }

    /// <summary>As staff find it in their file: its header, or its letter.</summary>
    public string NameOf(int column) => column < Headers.Count && Headers[column].Length > 0 ? Headers[column] : Letters(column);

    private static string Letters(int column) => column < 26 ? $"{(char)('A' + column)}" : $"{Letters((column / 26) - 1)}{(char)('A' + (column % 26))}";
}
