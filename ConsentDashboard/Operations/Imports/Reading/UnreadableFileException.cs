using System.Globalization;
using ConsentDashboard.Domain;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>The file cannot be read on; its message never says what stands in it.</summary>
/// <param name="error">What staff are told.</param>
/// <param name="row">Where, by the place in the file; null: the file as a whole.</param>
public sealed class UnreadableFileException(Error error, long? row = null) : Exception(error.Key)
{
    public Error Error => error;

    public long? Row => row;

    /// <summary>For the details of a failed job.</summary>
    public string? Details => row?.ToString(CultureInfo.InvariantCulture) ?? error.Field;
}
