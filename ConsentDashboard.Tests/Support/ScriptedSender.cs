using System.Collections.Concurrent;
using ConsentDashboard.Operations.Messaging;

namespace ConsentDashboard.Tests.Support;

/// <summary>A gateway without a network: notes what it was given and answers as told.</summary>
internal sealed class ScriptedSender(Func<OutgoingText, Task<SendOutcome>>? answer = null) : IMessageSender
{
    public static readonly SendOutcome Accepted = new SendOutcome.Accepted("SM1");
    public static readonly SendOutcome Failing = new SendOutcome.Retry(new(FailureKind.GatewayFailed, "503"));
    public static readonly SendOutcome Refusing = new SendOutcome.Refused(new(FailureKind.Refused, "21211"));

    public ConcurrentQueue<OutgoingText> Sent { get; } = new();

    public string Source => "twilio";

    public bool NeedsAddress { get; init; } = true;

    public SendOutcome Next { get; set; } = Accepted;

    public IEnumerable<string> Texts => Sent.Select(message => message.Text);

    public Task<SendOutcome> SendAsync(OutgoingText message, CancellationToken cancellation)
    {
        Sent.Enqueue(message);
        return answer?.Invoke(message) ?? Task.FromResult(Next);
    }
}
