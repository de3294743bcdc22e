using System.Text.Json;
using System.Text.Json.Serialization;
using ConsentDashboard.Domain;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>How a file is read: its form, which column is what, and what its words mean.</summary>
public sealed record ImportMapping
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public ImportFormat Format { get; init; }

    /// <summary>As <see cref="FileEncodings"/> names it; for text only.</summary>
    public string Encoding { get; init; } = FileEncodings.Utf8;

    public char Delimiter { get; init; } = ',';

    /// <summary>Of a workbook; null: its first.</summary>
    public string? Sheet { get; init; }

    public bool HasHeader { get; init; } = true;

    /// <summary>The file's own names of its columns; without a header their numbers.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Where what stands, counted from 0.</summary>
    public IReadOnlyDictionary<ImportColumn, int> Columns { get; init; } = new Dictionary<ImportColumn, int>();

    /// <summary>Null: dates like 03/04/2025 say it in no row, and have to be asked about.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>What the state column says of somebody who agreed.</summary>
    public IReadOnlyList<string> SubscribedWords { get; init; } = StateWords.Subscribed;

    public IReadOnlyList<string> UnsubscribedWords { get; init; } = StateWords.Unsubscribed;

    public string ToJson() => JsonSerializer.Serialize(this, Form);

    public static Result<ImportMapping> Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<ImportMapping>(json, Form) is { } mapping && mapping.IsSound() ? mapping : ReadingErrors.BadMapping;
        }
        catch (JsonException)
        {
            return ReadingErrors.BadMapping;
        }
    }

    /// <summary>What still has to be said before the file can be read.</summary>
    public Error? Missing() =>
        !Columns.ContainsKey(ImportColumn.Phone) ? ReadingErrors.NoPhoneColumn
        : DateOrder is null && (Columns.ContainsKey(ImportColumn.ConsentDate) || Columns.ContainsKey(ImportColumn.UnsubscribedDate)) ? ReadingErrors.AskDateOrder
        : null;

    // A document from elsewhere may say null where the type does not.
    private bool IsSound() =>
        Enum.IsDefined(Format) && FileEncodings.Find(Encoding) is not null && Headers is not null && SubscribedWords is not null && UnsubscribedWords is not null
        && Columns is not null && Columns.Values.All(index => index is >= 0 and < TableLimits.Columns) && Delimiter is not ('"' or '\r' or '\n');
}

public enum ImportFormat : byte
{
    Csv = 1,
    Xlsx = 2,
}

public enum ImportColumn : byte
{
    Phone = 1,
    ConsentDate = 2,
    State = 3,
    UnsubscribedDate = 4,
    IpAddress = 5,
    UserAgent = 6,
    PageAddress = 7,
    ProofReference = 8,
    Language = 9,
    ExternalRef = 10,
}

public enum DateOrder : byte
{
    YearFirst = 1,
    DayFirst = 2,
    MonthFirst = 3,
}
