using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Features.Holds.Orders;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Holds;

/// <summary>Puts a segment on hold; says how many people that is before it is asked for.</summary>
public partial class NewHold(SegmentChoices segments, PlaceSegmentHold place, ViewerZone zone, NavigationManager navigation, HoldWords Words, IStringLocalizer<HoldsText> T)
{
    private IReadOnlyList<SegmentChoice> _segments = [];
    private PublicId _segment;
    private string _reason = "";
    private string _until = "";
    private Error? _error;
    private bool _isPlaced;

    /// <summary>From a segment's page.</summary>
    [SupplyParameterFromQuery(Name = "segment")]
    private string? SegmentText { get; set; }

    // The day named is the last one of the hold, where whoever places it is.
    private DateTime? Until => DateOnly.TryParseExact(_until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue
        ? zone.Utc(day.AddDays(1).ToDateTime(TimeOnly.MinValue))
        : null;

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            return await segments.ReadAsync(await Actors.CurrentAsync(), cancellation);
        },
        found =>
        {
            _segments = found;
            _segment = PublicId.TryParse(SegmentText, out var named) && found.Any(segment => segment.Id == named) ? named : found.FirstOrDefault()?.Id ?? default;
        });

    private void Choose(ChangeEventArgs chosen) => _segment = PublicId.TryParse(chosen.Value as string, out var id) ? id : default;

    // No token: once asked for, it is written even if this page dies.
    private Task PlaceAsync() => _isPlaced ? Task.CompletedTask : RunAsync(async () =>
    {
        var placed = await place.ExecuteAsync(new() { Segment = _segment, Reason = _reason, Until = Until }, await Actors.CurrentAsync(), CancellationToken.None);
        (_error, _isPlaced) = (placed.Error, !placed.Failed);
        if (_isPlaced)
        {
            navigation.NavigateTo($"/holds/{placed.Value}");
        }
    });
}
