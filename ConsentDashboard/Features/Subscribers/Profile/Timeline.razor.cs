using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>One page of what happened, newest first, with the check of the ledger.</summary>
public partial class Timeline(IStringLocalizer<ProfileText> T)
{
    [Parameter, EditorRequired]
    public ProfileDetails Profile { get; set; } = null!;

    [Parameter, EditorRequired]
    public TimelinePage Page { get; set; } = new([], null);

    /// <summary>Null while the check is under way.</summary>
    [Parameter]
    public PersonVerdict? Verdict { get; set; }

    /// <summary>The check itself failed.</summary>
    [Parameter]
    public bool Unchecked { get; set; }

    [Parameter, EditorRequired]
    public Actor Actor { get; set; } = Actor.Anonymous;

    [Parameter, EditorRequired]
    public ProfileAddress Address { get; set; } = new();

    [Parameter]
    public EventCallback<EventRow> OnEvidence { get; set; }

    [Parameter]
    public EventCallback<EventRow> OnWording { get; set; }

    private FindingKind? BrokenOf(EventRow act) => Verdict?.Events.FirstOrDefault(verdict => verdict.EventId == act.Id)?.Broken;

    private bool HoldsOf(EventRow act) => Verdict?.Events.FirstOrDefault(verdict => verdict.EventId == act.Id) is { Broken: null };
}
