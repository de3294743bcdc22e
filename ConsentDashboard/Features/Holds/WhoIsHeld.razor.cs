using ConsentDashboard.Domain;
using ConsentDashboard.Features.Holds.Orders;
using ConsentDashboard.Operations.Segments;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Holds;

/// <summary>How many people a segment has now, and what a hold on them does.</summary>
public partial class WhoIsHeld(SegmentChoices segments, HoldWords Words, IStringLocalizer<HoldsText> T)
{
    private PublicId? _asked;
    private SegmentCount? _count;
    private Error? _refusal;

    [Parameter, EditorRequired]
    public PublicId Segment { get; set; }

    private bool IsUncounted => Reading is { HasContent: false, IsRunning: false };

    // How many the earlier choice has is nothing to stand beside this one.
    protected override Task OnParametersSetAsync()
    {
        if (_asked == Segment)
        {
            return Task.CompletedTask;
        }

        (_asked, _count, _refusal) = (Segment, null, null);
        return CountAsync();
    }

    private Task CountAsync() => ReadAsync(
        async cancellation => await segments.CountAsync(Segment, await Actors.CurrentAsync(), cancellation),
        answer => (_count, _refusal) = (answer.Failed ? null : answer.Value, answer.Error));
}
