using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.CollectionPoints.Linting;

namespace ConsentDashboard.Features.CollectionPoints;

/// <summary>A point as somebody types it.</summary>
public sealed class PointDraft
{
    public PublicId? Sender { get; set; }

    public CollectionPointKind Kind { get; set; } = CollectionPointKind.SiteRegistration;

    public string Name { get; set; } = "";

    public string Slug { get; set; } = "";

    public string Place { get; set; } = "";

    public string Reason { get; set; } = "";

    public bool NumberRequired { get; set; }

    public string WhyRequired { get; set; } = "";

    public bool CanRefuse { get; set; } = true;

    public bool BoxesStartUnticked { get; set; } = true;

    public bool DoubleOptIn { get; set; } = true;

    public int DoubleOptInHours { get; set; } = 24;

    public string DefaultRegion { get; set; } = "";

    public string AllowedRegions { get; set; } = "";

    public PublicId? Notice { get; set; }

    public PublicId? Processing { get; set; }

    public bool IsTest { get; set; }

    public List<PointDraftField> Fields { get; set; } = [];

    internal static PointDraft Of(CollectionPoint point, IEnumerable<CollectionPointField> fields, PointCatalogue catalogue) => new()
    {
        Sender = catalogue.Sender(point.SenderId)?.PublicId,
        Kind = point.Kind,
        Name = point.Name,
        Slug = point.Slug,
        Place = point.Place,
        Reason = point.Reason,
        NumberRequired = point.NumberRequired,
        WhyRequired = point.WhyRequired ?? "",
        CanRefuse = point.CanRefuse,
        BoxesStartUnticked = point.BoxesStartUnticked,
        DoubleOptIn = point.DoubleOptIn,
        DoubleOptInHours = point.DoubleOptInHours,
        DefaultRegion = point.DefaultRegion,
        AllowedRegions = point.AllowedRegions.Replace(",", ", ", StringComparison.Ordinal),
        Notice = catalogue.Wording(point.NoticeVersionId)?.Version.PublicId,
        Processing = catalogue.Wording(point.ProcessingNoticeVersionId)?.Version.PublicId,
        IsTest = point.IsTest,
        Fields = [.. fields.Select(field => new PointDraftField { Name = field.Name, Purpose = field.Purpose, Required = field.Required })],
    };

    /// <summary>One to type into, while this one stays as it is stored.</summary>
    public PointDraft Copy()
    {
        var copy = (PointDraft)MemberwiseClone();
        copy.Fields = [.. Fields.Select(field => new PointDraftField { Name = field.Name, Purpose = field.Purpose, Required = field.Required })];
        return copy;
    }

    public void WriteTo(CollectionPoint point, PointCatalogue catalogue)
    {
        point.SenderId = catalogue.Find(Sender)?.Id ?? 0;
        (point.Kind, point.Name, point.Slug) = (Kind, Name.Trim(), Slug.Trim());
        (point.Place, point.Reason) = (Place.Trim(), Reason.Trim());
        (point.NumberRequired, point.WhyRequired) = (NumberRequired, string.IsNullOrWhiteSpace(WhyRequired) ? null : WhyRequired.Trim());
        (point.CanRefuse, point.BoxesStartUnticked, point.IsTest) = (CanRefuse, BoxesStartUnticked, IsTest);
        (point.DoubleOptIn, point.DoubleOptInHours) = (DoubleOptIn, DoubleOptInHours);
        point.DefaultRegion = DefaultRegion.Trim().ToUpperInvariant();
        point.AllowedRegions = string.Join(',', AllowedRegions.ToUpperInvariant().Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal));
        point.NoticeVersionId = catalogue.FindWording(Notice)?.Version.Id;
        point.ProcessingNoticeVersionId = catalogue.FindWording(Processing)?.Version.Id;
    }

    public IReadOnlyList<Finding> Lint(PointCatalogue catalogue)
    {
        var point = new CollectionPoint();
        WriteTo(point, catalogue);
        return PointLinter.Lint(catalogue.FactsOf(point, [.. Fields.Select(field => field.ToRow())]));
    }
}

public sealed class PointDraftField
{
    public string Name { get; set; } = "";

    public string Purpose { get; set; } = "";

    public bool Required { get; set; }

    public CollectionPointField ToRow() => new() { Name = Name.Trim(), Purpose = Purpose.Trim(), Required = Required };
}
