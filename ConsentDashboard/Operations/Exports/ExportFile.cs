using System.Globalization;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Spreadsheets;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.Exports;

/// <summary>What a file of exported people looks like, and how one of them becomes a row of it.</summary>
internal sealed class ExportFile
{
    /// <summary>The columns in their order; the key comes first, because the answer to a recall is joined by it.</summary>
    private static readonly (ExportColumns Column, SheetColumn Sheet)[] Known =
    [
        (ExportColumns.None, new("row_key")),
        (ExportColumns.Number, new("number")),
        (ExportColumns.Language, new("language", SheetValue.FreeText)),
        (ExportColumns.PreferenceLink, new("preference_link")),
        (ExportColumns.Region, new("region")),
        (ExportColumns.Reference, new("reference", SheetValue.FreeText)),
        (ExportColumns.OptedInAt, new("opted_in_at", SheetValue.Time)),
        (ExportColumns.CollectionPoint, new("collection_point", SheetValue.FreeText)),
        (ExportColumns.Wording, new("wording", SheetValue.FreeText)),
        (ExportColumns.LastActivityAt, new("last_activity_at", SheetValue.Time)),
    ];

    private readonly Func<ExportRow, object?>[] _values;

    /// <param name="columns">Besides the row key.</param>
    /// <param name="names">Of points and wordings.</param>
    public ExportFile(ExportColumns columns, long senderId, ExportNames names, NumberVault vault, LinkTokens tokens, PublicAddress address)
    {
        var chosen = Known.Where(known => known.Column == ExportColumns.None || columns.HasFlag(known.Column)).ToList();
        Columns = [.. chosen.Select(known => known.Sheet)];
        _values = [.. chosen.Select(known => ValueOf(known.Column))];

        Func<ExportRow, object?> ValueOf(ExportColumns column) => column switch
        {
            ExportColumns.Number => row => vault.Decrypt(row.Cipher, row.PublicId),
            ExportColumns.Language => row => row.Language,
            ExportColumns.PreferenceLink => row => address.Of($"p/{tokens.Write(senderId, row.PublicId)}", ""),
            ExportColumns.Region => row => row.Region,
            ExportColumns.Reference => row => row.Reference,
            ExportColumns.OptedInAt => row => row.OptedInAt,
            ExportColumns.CollectionPoint => row => names.PointOf(row.CollectionPointId),
            ExportColumns.Wording => row => names.WordingOf(row.NoticeVersionId),
            ExportColumns.LastActivityAt => row => row.LastActivityAt <= Times.NotYet ? null : row.LastActivityAt,
            _ => row => KeyOf(row.RowKey),
        };
    }

    public IReadOnlyList<SheetColumn> Columns { get; }

    /// <summary>Codes of the columns, as they stand in the file's heading.</summary>
    public static IReadOnlyList<string> NamesOf(ExportColumns columns) =>
        [.. Known.Where(known => known.Column == ExportColumns.None || columns.HasFlag(known.Column)).Select(known => known.Sheet.Name)];

    /// <summary>A row's key as it is written: eleven characters.</summary>
    public static string KeyOf(long rowKey) => new PublicId(rowKey).ToString();

    public object?[] ValuesOf(ExportRow row)
    {
        var values = new object?[_values.Length];
        for (var place = 0; place < values.Length; place++)
        {
            values[place] = _values[place](row);
        }

        return values;
    }

    public static void Write(Stream target, ExportFormat format, SheetRows rows, int rowsPerSheet)
    {
        if (format == ExportFormat.Csv)
        {
            CsvFile.Write(target, rows);
        }
        else
        {
            XlsxFile.Write(target, rows, rowsPerSheet);
        }
    }

    public static string NameOf(PublicId job, ExportFormat format) => string.Create(CultureInfo.InvariantCulture, $"export-{job}.{(format == ExportFormat.Csv ? "csv" : "xlsx")}");

    public static string ContentTypeOf(ExportFormat format) => format == ExportFormat.Csv ? CsvFile.ContentType : XlsxFile.ContentType;
}
