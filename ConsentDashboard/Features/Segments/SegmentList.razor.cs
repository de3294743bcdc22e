using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Operations.Segments;
using ConsentDashboard.Security.Access;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Segments;

public partial class SegmentList(SegmentQueries queries, SegmentNaming naming, SegmentSentences Sentences, ViewerZone zone, IStringLocalizer<SegmentsText> T)
{
    private Actor _actor = Actor.Anonymous;
    private IReadOnlyList<SegmentRow> _segments = [];
    private SegmentNames _names = SegmentNames.None;

    private string? Figure => Reading.HasContent ? T.Count("Segments", _segments.Count) : null;

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (Actor: actor, Segments: await queries.ListAsync(actor, cancellation), Names: await naming.LoadAsync(cancellation));
        },
        answer => (_actor, _segments, _names) = answer);
}
