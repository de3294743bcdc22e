using ConsentDashboard.Domain;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Why a file, or a row of it, cannot be read. The details that go with one name the row.</summary>
public static class ImportReadingErrors
{
    public static readonly Error Empty = new("Import.File.Empty", ErrorKind.Invalid);
    public static readonly Error NoRows = new("Import.File.NoRows", ErrorKind.Invalid);
    public static readonly Error NotAList = new("Import.File.NotAList", ErrorKind.Invalid);
    public static readonly Error OldExcel = new("Import.File.OldExcel", ErrorKind.Invalid);
    public static readonly Error TooManyColumns = new("Import.File.TooManyColumns", ErrorKind.Invalid);
    public static readonly Error HeaderTwice = new("Import.File.HeaderTwice", ErrorKind.Invalid);
    public static readonly Error MixedEncodings = new("Import.File.MixedEncodings", ErrorKind.Invalid);
    public static readonly Error LineTooLong = new("Import.File.LineTooLong", ErrorKind.Invalid);
    public static readonly Error OpenQuote = new("Import.File.OpenQuote", ErrorKind.Invalid);
    public static readonly Error ZipBomb = new("Import.File.ZipBomb", ErrorKind.Invalid);
    public static readonly Error Entities = new("Import.File.Entities", ErrorKind.Invalid);
    public static readonly Error Damaged = new("Import.File.Damaged", ErrorKind.Invalid);
    public static readonly Error NoPhoneColumn = new("Import.Mapping.NoPhoneColumn", ErrorKind.Invalid);
    public static readonly Error ColumnTwice = new("Import.Mapping.ColumnTwice", ErrorKind.Invalid);
    public static readonly Error NoDateOrder = new("Import.Mapping.NoDateOrder", ErrorKind.Invalid);

    public const string ShortRow = "Import.Row.Short";
    public const string LongRow = "Import.Row.Long";
    public const string HeaderAgain = "Import.Row.HeaderAgain";
    public const string Scientific = "Import.Row.Scientific";
    public const string ErrorCell = "Import.Row.ErrorCell";
    public const string WrongDate = "Import.Row.WrongDate";
    public const string FutureDate = "Import.Row.FutureDate";
    public const string AmbiguousDate = "Import.Row.AmbiguousDate";
    public const string UnknownState = "Import.Row.UnknownState";
    public const string TooLong = "Import.Row.TooLong";
}
