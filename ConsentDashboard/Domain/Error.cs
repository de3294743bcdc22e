namespace ConsentDashboard.Domain;

/// <summary>An expected refusal. <paramref name="Key"/> is the resource key of the message; <paramref name="Field"/> names the input it belongs to.</summary>
public sealed record Error(string Key, ErrorKind Kind, string? Field = null);

public enum ErrorKind
{
    Invalid,
    NotFound,
    Conflict,
    Refused,
    Forbidden,
    Unavailable,
}
