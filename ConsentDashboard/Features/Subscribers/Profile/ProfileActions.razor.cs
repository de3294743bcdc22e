using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>What the viewer may do: what is done every day as buttons, the rest in a menu.</summary>
public partial class ProfileActions
{
    private static readonly RequestKind[] Kinds = [RequestKind.Access, RequestKind.Rectification, RequestKind.Erasure];

    [Parameter, EditorRequired]
    public ProfileDetails Profile { get; set; } = null!;

    [Parameter, EditorRequired]
    public Actor Actor { get; set; } = Actor.Anonymous;

    [Parameter]
    public bool Busy { get; set; }

    [Parameter]
    public EventCallback OnRecord { get; set; }

    [Parameter]
    public EventCallback OnWithdraw { get; set; }

    [Parameter]
    public EventCallback OnHold { get; set; }

    [Parameter]
    public EventCallback OnRestrict { get; set; }

    [Parameter]
    public EventCallback OnTakeOut { get; set; }

    private bool IsHere => Profile is { ErasedAt: null, IsPast: false };

    private bool Asks => IsHere && Actor.Can(Permissions.HandleRequests);

    private bool Holds => IsHere && Actor.Can(Permissions.PlaceHold);

    private bool Restricts => IsHere && Profile.Standing != Standing.Restricted && Actor.Can(Permissions.RestrictSubscriber);

    // Also of whoever was erased: that the ledger holds without her is then all that it shows.
    private bool TakesOut => !Profile.IsPast && Actor.Can(Permissions.RevealNumber) && Actor.Can(Permissions.ViewEvidence);
}
