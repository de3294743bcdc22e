using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>One event: what, how and by whom, since when it was in force, with its wording and its proof.</summary>
public partial class TimelineEvent(CellWords words, ProfileWords sentences, ViewerZone zone, TimeProvider clock, IStringLocalizer<ProfileText> T)
{
    [Parameter, EditorRequired]
    public EventRow Row { get; set; } = null!;

    [Parameter]
    public FindingKind? Broken { get; set; }

    [Parameter]
    public bool Holds { get; set; }

    [Parameter]
    public bool CanSeeEvidence { get; set; }

    /// <summary>Whoever looks may ask for an annulment.</summary>
    [Parameter]
    public bool CanAnnul { get; set; }

    [Parameter]
    public EventCallback<EventRow> OnEvidence { get; set; }

    [Parameter]
    public EventCallback<EventRow> OnWording { get; set; }

    private bool MayBeAnnulled => CanAnnul
        && Row is { Type: ConsentEventType.Withdrawn, Assurance: Assurance.Asserted, IsTest: false }
        && clock.UtcMilliseconds() <= Row.RecordedAt.AddDays(ConsentTransitions.AnnulmentDays);

    private string Dot => Row.Type switch
    {
        ConsentEventType.Given or ConsentEventType.Confirmed or ConsentEventType.Annulled => "given",
        ConsentEventType.Requested => "wait",
        ConsentEventType.Withdrawn => "stop",
        ConsentEventType.HoldPlaced or ConsentEventType.ContactPaused or ConsentEventType.Restricted => "hold",
        _ => "off",
    };

    private string What
    {
        get
        {
            if (Row.Cells == ConsentCells.None)
            {
                return "";
            }

            var parts = new List<string> { Row.Sender ?? T["Event.AllSenders"], words[Row.Cells] };
            if (Row.Kind == ConsentKind.Processing)
            {
                parts.Add(words[Row.Kind]);
            }

            return string.Join(" · ", parts);
        }
    }

    private IEnumerable<string> How
    {
        get
        {
            yield return words[Row.Source];
            if (Row.Method is not Method.None)
            {
                yield return words[Row.Method];
            }

            if (Row.Point is { } point)
            {
                yield return point;
            }

            if (By is { } by)
            {
                yield return T["Event.By", by];
            }

            if (Row.Assurance == Assurance.Asserted)
            {
                yield return T["Event.Asserted"];
            }

            if (Delay is { } delay)
            {
                yield return delay;
            }
        }
    }

    private string? By => Row.Actor.Split(':', 2) switch
    {
        ["person"] => null,
        ["system", var worker] => Row.Source is Source.System or Source.Policy ? null : T["Event.System", worker].Value,
        ["api", ..] => Row.StaffName ?? (Row.Source == Source.Api ? null : T["Event.Api"].Value),
        _ => Row.StaffName ?? (Row.Source == Source.Staff ? null : T["Event.Staff"].Value),
    };

    // How fast it was in force is what counts for a withdrawal; for the rest only that it came late.
    private string? Delay => Row.Delay switch
    {
        { TotalHours: < 1 } when Row.Type != ConsentEventType.Withdrawn => (string?)null,
        { TotalSeconds: < 1 } passed => T["Event.EffectiveMs", Number(passed.TotalMilliseconds)],
        { TotalMinutes: < 1 } passed => T["Event.EffectiveSeconds", Number(passed.TotalSeconds)],
        { TotalHours: < 1 } passed => T["Event.EffectiveMinutes", Number(passed.TotalMinutes)],
        { TotalHours: < 24 } passed => T["Event.EffectiveHours", Number(passed.TotalHours)],
        _ => T["Event.Acted", Dates.Minute(zone.Local(Row.OccurredAt))],
    };

    private static string Number(double value) => Math.Floor(value).ToString("N0", CultureInfo.CurrentCulture);
}
