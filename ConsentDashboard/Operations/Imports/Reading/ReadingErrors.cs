using ConsentDashboard.Domain;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Why a file is not read at all. A column, where one is meant, is the field.</summary>
public static class ReadingErrors
{
    public static readonly Error BadMapping = new("Import.BadMapping", ErrorKind.Invalid);
    public static readonly Error NoPhoneColumn = new("Import.NoPhoneColumn", ErrorKind.Invalid, "phone");

    /// <summary>The dates fit both the day first and the month first.</summary>
    public static readonly Error AskDateOrder = new("Import.AskDateOrder", ErrorKind.Invalid, "dateOrder");
    public static readonly Error EmptyFile = new("Import.EmptyFile", ErrorKind.Refused);
    public static readonly Error HeaderOnly = new("Import.HeaderOnly", ErrorKind.Refused);
    public static readonly Error Binary = new("Import.Binary", ErrorKind.Refused);

    /// <summary>A workbook of Excel 97, or one behind a password.</summary>
    public static readonly Error OldWorkbook = new("Import.OldWorkbook", ErrorKind.Refused);
    public static readonly Error BrokenWorkbook = new("Import.BrokenWorkbook", ErrorKind.Refused);
    public static readonly Error Bomb = new("Import.Bomb", ErrorKind.Refused);
    public static readonly Error XmlEntities = new("Import.XmlEntities", ErrorKind.Refused);
    public static readonly Error NoSheet = new("Import.NoSheet", ErrorKind.Refused);
    public static readonly Error TooManyColumns = new("Import.TooManyColumns", ErrorKind.Refused);

    /// <summary>Longer than any row of a list; or a quote that is never closed.</summary>
    public static readonly Error LineTooLong = new("Import.LineTooLong", ErrorKind.Refused);

    /// <summary>Quoted text spans rows and goes on behind its closing quote.</summary>
    public static readonly Error BadQuotes = new("Import.BadQuotes", ErrorKind.Refused);
    public static readonly Error CutOff = new("Import.CutOff", ErrorKind.Refused);
    public static readonly Error OtherHeaders = new("Import.OtherHeaders", ErrorKind.Refused);

    /// <summary>The first row is taken for names, and holds a number: it is a row, and its number would be kept in the clear.</summary>
    public static readonly Error NumberInHeader = new("Import.NumberInHeader", ErrorKind.Invalid, "hasHeader");
    public static readonly Error NoSource = new("Import.NoSource", ErrorKind.Invalid, "source");

    /// <summary>A workbook has an error such as #N/A in a cell.</summary>
    public static Error ErrorCell(string? cell) => new("Import.ErrorCell", ErrorKind.Refused, cell);

    public static Error SameHeader(string name) => new("Import.SameHeader", ErrorKind.Refused, name);
}
