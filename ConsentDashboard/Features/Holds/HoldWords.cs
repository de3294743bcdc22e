using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Segments;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Holds;

/// <summary>Sentences about holds that need more than one word.</summary>
public sealed class HoldWords(IStringLocalizer<HoldsText> text, IStringLocalizer<ErrorsText> errors)
{
    public string Of(Error error) => OfKey(error.Key);

    public string OfKey(string key) => text[key] is { ResourceNotFound: false } own ? own.Value : errors[key];

    public string? Of(Error? error, string field) => error?.Field == field ? Of(error) : null;

    public string People(long number) => text.Count("People", number);

    /// <summary>Honest: what was not counted says so.</summary>
    public string Of(SegmentCount count) => count.Kind == SegmentCountKind.Exact ? People(count.Value) : text[$"People.{count.Kind}", count.Value.ToString("N0")];
}
