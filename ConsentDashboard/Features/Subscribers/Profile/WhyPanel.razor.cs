using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>The decision on one cell in sentences, now or as known at a past moment.</summary>
public partial class WhyPanel(DecisionSentences sentences, ProfileWords words, ViewerZone zone, NavigationManager navigation, TimeProvider clock, IStringLocalizer<ProfileText> T)
{
    private DateTime? _at;
    private DateTime _shownAt;
    private bool _bad;

    [Parameter, EditorRequired]
    public ProfileDetails Profile { get; set; } = null!;

    [Parameter, EditorRequired]
    public SenderMatrix Sender { get; set; } = null!;

    [Parameter, EditorRequired]
    public CellDetails Cell { get; set; } = null!;

    [Parameter]
    public string? Language { get; set; }

    [Parameter, EditorRequired]
    public ProfileAddress Address { get; set; } = new();

    private string Latest => zone.Local(clock.UtcMilliseconds()).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    protected override void OnParametersSet()
    {
        // What is being typed stays while the page is read again.
        if (Profile.IsPast && Profile.At != _shownAt)
        {
            (_shownAt, _at) = (Profile.At, zone.Local(Profile.At));
        }
        else if (!Profile.IsPast && _shownAt != default)
        {
            (_shownAt, _at) = (default, null);
        }
    }

    private void Show()
    {
        var at = _at is { } local ? zone.Utc(local) : (DateTime?)null;
        _bad = at is null || at > clock.UtcMilliseconds();
        if (!_bad)
        {
            navigation.NavigateTo((Address with { At = at, Sender = Sender.PublicId, Channel = Cell.Channel, MessageType = Cell.MessageType }).For(Profile.PublicId));
        }
    }
}
