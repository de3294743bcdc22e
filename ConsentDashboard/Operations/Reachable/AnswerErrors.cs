using ConsentDashboard.Domain;

namespace ConsentDashboard.Operations.Reachable;

/// <summary>Why a file of answers is not read, beside what keeps any list from being read.</summary>
public static class AnswerErrors
{
    public static readonly Error NoNumberColumn = new("Reachability.NoNumberColumn", ErrorKind.Refused, "file");
    public static readonly Error NoStatusColumn = new("Reachability.NoStatusColumn", ErrorKind.Refused, "file");

    /// <summary>The dates fit both the day first and the month first.</summary>
    public static readonly Error AskDateOrder = new("Reachability.AskDateOrder", ErrorKind.Invalid, "order");
}

/// <summary>Resource keys of what keeps one answer from being read, beside those of any list.</summary>
public static class AnswerProblems
{
    public const string Number = "Reachability.Row.Number";
    public const string NoStatus = "Reachability.Row.NoStatus";
    public const string Word = "Reachability.Row.Word";
}
