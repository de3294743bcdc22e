using ConsentDashboard.Components.Text;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>Message types by channels for each sender; a cell is a link to its explanation.</summary>
public partial class PermissionMatrix
{
    [Parameter, EditorRequired]
    public ProfileDetails Profile { get; set; } = null!;

    [Parameter]
    public CellDetails? Chosen { get; set; }

    [Parameter, EditorRequired]
    public ProfileAddress Address { get; set; } = new();

    private IReadOnlyList<SenderMatrix> Open => Profile.Senders.Any(sender => sender.HasHistory) ? [.. Profile.Senders.Where(sender => sender.HasHistory)] : Profile.Senders;

    private IReadOnlyList<SenderMatrix> Folded => [.. Profile.Senders.Except(Open)];

    private bool IsChosen(SenderMatrix sender, CellDetails cell) => ReferenceEquals(cell, Chosen) && sender.Cells.Contains(cell);

    private string Href(SenderMatrix sender, CellDetails cell) =>
        (Address with { Sender = sender.PublicId, Channel = cell.Channel, MessageType = cell.MessageType }).For(Profile.PublicId);

    private string Dated(string word, DateTime? since) => since is { } time ? T["Since", word, Dates.Day(Zone.Local(time))] : word;
}
