namespace ConsentDashboard.Features.Requests;

/// <summary>The words that are chosen from, as they are stored; their texts stand in the resources.</summary>
public static class RequestLists
{
    public const string SmsCode = "sms-code";

    /// <summary>How a request comes.</summary>
    public static IReadOnlyList<string> Ways { get; } = ["letter", "email", "call", "web-form", "in-person", "agent"];

    /// <summary>How a person is recognised beside the code.</summary>
    public static IReadOnlyList<string> Proofs { get; } = ["signed-letter", "known-caller", "agent-proof", "in-person-document"];

    /// <summary>In which answers are written.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "ru"];
}
