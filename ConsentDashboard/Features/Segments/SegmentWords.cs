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

    /// <summary>Honest: what was not counted says so.</summary>
    public string Of(SegmentCount count) => count.Kind == SegmentCountKind.Exact ? text.Count("Count", count.Value) : text[$"Count.{count.Kind}", count.Value.ToString("N0", CultureInfo.CurrentCulture)];
}
