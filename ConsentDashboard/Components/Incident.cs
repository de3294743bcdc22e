using System.Security.Cryptography;

namespace ConsentDashboard.Components;

/// <summary>The reference that a user reads out and an operator finds in the log, in place of an exception's text.</summary>
public static class Incident
{
    // Without the letters and digits that are taken for one another.
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Log(ILogger logger, Exception exception)
    {
        var reference = RandomNumberGenerator.GetString(Alphabet, 8);
        logger.LogError(exception, "Unexpected error, reference {Reference}", reference);
        return reference;
    }

    /// <summary>Logs the exception of a request and keeps the reference for the error page.</summary>
    public static void Log(ILogger logger, Exception exception, HttpContext http) => http.Items[typeof(Incident)] = Log(logger, exception);

    public static string? Of(HttpContext http) => http.Items[typeof(Incident)] as string;
}
