using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Segments;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Segments;

/// <summary>The words of segments that are more than one text.</summary>
public sealed class SegmentWords(IStringLocalizer<SegmentsText> text, IStringLocalizer<ErrorsText> errors)
{
    public string Of(Error error) => errors[error.Key];

    /// <summary>Honest: an estimate says so.</summary>
    public string Of(SegmentCount count) => count.IsEstimate ? text["Count.About", count.Value.ToString("N0", CultureInfo.CurrentCulture)] : text.Count("Count", count.Value);
}
