using System.Globalization;
using ConsentDashboard.Components.Wording;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Collection;

namespace ConsentDashboard.Features.Join;

/// <summary>All that the form needs to be drawn; the same for a first look and for one that is to be mended.</summary>
public sealed record JoinView(PublicPoint Point, string Language, string Token, JoinInput Input, Error? Error)
{
    public WordingShown Contact { get; } = Shown(Point.Contact!, Language, Point);

    public WordingShown? Processing { get; } = Point is { Sender.NeedsProcessingConsent: true, Processing: { } processing } ? Shown(processing, Language, Point) : null;

    /// <summary>The languages that the form can be read in.</summary>
    public IReadOnlyList<CultureInfo> Languages => [.. Point.Contact!.Texts.Keys.Order(StringComparer.Ordinal).Select(CultureInfo.GetCultureInfo)];

    public bool IsWrong(string field) => Error?.Field == field;

    private static WordingShown Shown(PublicWording wording, string language, PublicPoint point)
    {
        var text = wording.In(language, point.Sender.Languages);
        return WordingShown.Of(text, wording.Cells, wording.PrivacyPolicyUrl, wording.PurposesIn(text.Language));
    }
}
