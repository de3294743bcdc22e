using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Features.Subscribers.Profile;

public enum WithdrawScope
{
    Everything,
    ByChannel,
    ByType,
    ByCells,
}

/// <summary>What the dialog has chosen so far.</summary>
public sealed record WithdrawChoice
{
    public long? SenderId { get; init; }

    public WithdrawScope Scope { get; init; }

    public Channel Channel { get; init; } = Channel.Sms;

    public MessageType MessageType { get; init; } = MessageType.Promotional;

    public ConsentCells Picked { get; init; }

    public ConsentCells Cells => Scope switch
    {
        WithdrawScope.ByChannel => Domain.Consents.Cells.OnChannel(Channel),
        WithdrawScope.ByType => Domain.Consents.Cells.OfType(MessageType),
        WithdrawScope.ByCells => Picked,
        _ => ConsentCells.All,
    };

    /// <summary>The consents that end.</summary>
    public IEnumerable<(SenderMatrix Sender, CellDetails Cell)> Ending(ProfileDetails profile) =>
        from sender in profile.Senders
        where SenderId is null || sender.Id == SenderId
        from cell in sender.Cells
        where cell.State == ConsentState.Given && (cell.Bit & Cells) != ConsentCells.None
        select (sender, cell);
}
