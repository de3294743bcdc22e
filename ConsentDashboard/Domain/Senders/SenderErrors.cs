namespace ConsentDashboard.Domain.Senders;

public static class SenderErrors
{
    public static readonly Error NotFound = new("Sender.NotFound", ErrorKind.NotFound);
    public static readonly Error Stale = new("Sender.Stale", ErrorKind.Conflict);

    public static Error At(string key, string field) => new($"Sender.{key}", ErrorKind.Invalid, field);
}
