using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>A person who is kept only as proof: says so, and asks whoever may open it why.</summary>
public partial class ClosedProfile(OpenRestricted open, ProfileWords words, IStringLocalizer<ProfileText> T)
{
    private string _reason = "";
    private Error? _error;

    [Parameter, EditorRequired]
    public PublicId Subscriber { get; set; }

    [Parameter]
    public Actor Actor { get; set; } = Actor.Anonymous;

    [Parameter]
    public EventCallback<RestrictedOpening> OnOpened { get; set; }

    private Task OpenAsync() => RunAsync(async () =>
    {
        var opened = await open.ExecuteAsync(new(Subscriber, _reason), await Actors.CurrentAsync(), Leaving);
        _error = opened.Error;
        if (!opened.Failed)
        {
            await OnOpened.InvokeAsync(opened.Value);
        }
    });
}
