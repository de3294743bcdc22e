using ConsentDashboard.Domain;

namespace ConsentDashboard.Operations.Exports;

/// <summary>Why the work on an export ended without a file.</summary>
public static class ExportErrors
{
    /// <summary>More people than were counted when it was asked for, and so more than anybody has agreed to.</summary>
    public static readonly Error Grew = new("Exports.Grew", ErrorKind.Conflict);

    /// <summary>Somebody in the file was erased, and the file with her.</summary>
    public static readonly Error PersonErased = new("Exports.PersonErased", ErrorKind.Conflict);

    /// <summary>Its segment says something that is not understood.</summary>
    public static readonly Error FilterUnreadable = new("Exports.FilterUnreadable", ErrorKind.Invalid);
}
