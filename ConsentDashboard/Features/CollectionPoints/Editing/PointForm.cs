using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.CollectionPoints.Linting;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Features.CollectionPoints.Editing;

/// <summary>What is being typed, and what the rules say of it at this moment. The parts of the page share one.</summary>
/// <param name="Saved">As stored; null for a new point.</param>
/// <param name="Catalogue">What may be chosen.</param>
/// <param name="MayManage">Whether the viewer may change it.</param>
/// <param name="OnChange">Draws the whole page again.</param>
public sealed record PointForm(PointDetails? Saved, PointCatalogue Catalogue, bool MayManage, Action OnChange)
{
    public required PointDraft Draft { get; init; }

    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    public Error? Error { get; set; }

    /// <summary>Something was typed that is not stored.</summary>
    public bool IsDirty { get; set; }

    public bool IsReadOnly => !MayManage || Saved is { Status: CollectionPointStatus.Retired };

    public bool IsAddressFixed => Saved is { } saved && !PointTransitions.IsNew(saved.Status);

    public long SenderId => Catalogue.Find(Draft.Sender)?.Id ?? 0;

    public bool NeedsProcessing => Catalogue.Find(Draft.Sender) is { NeedsProcessingConsent: true } || Draft.Processing is not null;

    /// <summary>What is offered for the sender, and what is chosen already though it may not be offered any more.</summary>
    public IEnumerable<WordingFacts> Wordings(ConsentKind kind, PublicId? chosen)
    {
        var offered = Catalogue.Offered(SenderId, kind).ToList();
        return Catalogue.FindWording(chosen) is { } present && !offered.Contains(present) ? [present, .. offered] : offered;
    }

    public IEnumerable<Finding> At(PointPart part) => Findings.Where(finding => finding.Rule.Part == part);

    public Error? ErrorAt(PointPart part) => Error?.Field == part.ToString() ? Error : null;

    /// <summary>Who let the finding stand, and why; null once more has come to it.</summary>
    public LetStand? OverrideOf(Finding finding) => IsStored(finding) ? Saved!.Overrides.FirstOrDefault(row => row.Rule == finding.Rule.Id) : null;

    /// <summary>Only what is stored can be let stand.</summary>
    public bool MayOverride(Finding finding) => !finding.IsError && !IsReadOnly && IsStored(finding) && OverrideOf(finding) is null;

    public (int Errors, int Warnings, int LetStand) Counts => (
        Findings.Count(finding => finding.IsError),
        Findings.Count(finding => !finding.IsError && OverrideOf(finding) is null),
        Findings.Count(finding => !finding.IsError && OverrideOf(finding) is not null));

    /// <summary>What an input of the part carries besides its value.</summary>
    public Dictionary<string, object> Attributes(PointPart part, bool isFixed = false)
    {
        Dictionary<string, object> attributes = new(StringComparer.Ordinal) { ["id"] = IdOf(part), ["aria-describedby"] = $"{IdOf(part)}-notes", ["disabled"] = IsReadOnly || isFixed };
        if (ErrorAt(part) is not null || At(part).Any(finding => finding.IsError))
        {
            attributes["aria-invalid"] = "true";
        }

        return attributes;
    }

    public static string IdOf(PointPart part) => $"point-{part}";

    public void Lint() => Findings = Draft.Lint(Catalogue);

    public void Changed()
    {
        IsDirty = true;
        Lint();
        OnChange();
    }

    /// <summary>A sender brings its region and none of another sender's wordings.</summary>
    public void SenderChosen()
    {
        if (Catalogue.Find(Draft.Sender) is { } sender)
        {
            Draft.DefaultRegion = sender.DefaultRegion;
            Draft.Notice = Only(ConsentKind.Contact);
            Draft.Processing = sender.NeedsProcessingConsent ? Only(ConsentKind.Processing) : null;
        }

        Changed();
    }

    private PublicId? Only(ConsentKind kind) => Catalogue.Offered(SenderId, kind).ToList() is [var only] ? only.Version.PublicId : null;

    private bool IsStored(Finding finding) => Saved?.Findings.Any(finding.IsWithin) == true;
}
