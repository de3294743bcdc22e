using ConsentDashboard.Domain;

namespace ConsentDashboard.Operations.Imports;

public static class ImportErrors
{
    public static readonly Error NotFound = new("Import.NotFound", ErrorKind.NotFound);

    /// <summary>It is being worked on, or is past that step.</summary>
    public static readonly Error WrongStage = new("Import.WrongStage", ErrorKind.Conflict);

    /// <summary>The uploaded file is gone: it has been kept for its days, or the import is over.</summary>
    public static readonly Error NoFile = new("Import.NoFile", ErrorKind.Conflict);

    /// <summary>Somebody on the list was erased, and the uploaded file with her.</summary>
    public static readonly Error PersonErased = new("Import.PersonErased", ErrorKind.Conflict);
    public static readonly Error NoSender = new("Import.NoSender", ErrorKind.Invalid, "sender");
    public static readonly Error NoCells = new("Import.NoCells", ErrorKind.Invalid, "cells");
    public static readonly Error UnknownRegion = new("Import.UnknownRegion", ErrorKind.Invalid, "region");

    /// <summary>The wording is another sender's, was never published, or asks for less.</summary>
    public static readonly Error WrongWording = new("Import.WrongWording", ErrorKind.Invalid, "noticeVersion");
    public static readonly Error WrongPoint = new("Import.WrongPoint", ErrorKind.Invalid, "collectionPoint");

    /// <summary>The dry run was repeated since its figures were shown.</summary>
    public static readonly Error TriedAgain = new("Import.TriedAgain", ErrorKind.Conflict);
    public static readonly Error NoReason = new("Import.NoReason", ErrorKind.Invalid, "reason");
}
