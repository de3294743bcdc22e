using ConsentDashboard.Domain;

namespace ConsentDashboard.Operations.Jobs;

/// <summary>The work cannot go on for a reason that staff can do something about; the job fails with it.</summary>
/// <param name="error">What to tell them.</param>
/// <param name="details">Where it lies, such as a row; never a number.</param>
/// <param name="inner">What was found.</param>
public sealed class JobFailedException(Error error, string? details = null, Exception? inner = null) : Exception(error.Key, inner)
{
    public Error Error { get; } = error;

    public string? Details { get; } = details;
}
