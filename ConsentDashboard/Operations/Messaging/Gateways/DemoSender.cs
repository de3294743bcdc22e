namespace ConsentDashboard.Operations.Messaging.Gateways;

/// <summary>Takes everything and sends nothing: in demo mode the outbox is read on screen.</summary>
internal sealed class DemoSender : IMessageSender
{
    public string Source => "demo";

    public bool NeedsAddress => false;

    public Task<SendOutcome> SendAsync(OutgoingText message, CancellationToken cancellation) => Task.FromResult<SendOutcome>(new SendOutcome.Accepted());
}
