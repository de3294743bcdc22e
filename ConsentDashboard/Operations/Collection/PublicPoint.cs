using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;

namespace ConsentDashboard.Operations.Collection;

/// <summary>A collection point as those who send consents in meet it, with the wordings that it shows.</summary>
public sealed record PublicPoint(
    long Id,
    PublicId PublicId,
    string Slug,
    string Name,
    CollectionPointKind Kind,
    CollectionPointStatus Status,
    bool IsTest,
    bool DoubleOptIn,
    int DoubleOptInHours,
    string DefaultRegion,
    IReadOnlyList<string> AllowedRegions,
    PublicSender Sender,
    IReadOnlyList<PublicField> Fields,
    PublicWording? Contact,
    PublicWording? Processing)
{
    /// <summary>Whether it takes consents: active, with every wording that its sender needs in force.</summary>
    public bool IsOpen => Status == CollectionPointStatus.Active
        && Contact is { Status: NoticeStatus.Published }
        && (!Sender.NeedsProcessingConsent || Processing is { Status: NoticeStatus.Published });

    public bool Takes(string region) => AllowedRegions.Count == 0 || AllowedRegions.Contains(region, StringComparer.Ordinal);
}

public sealed record PublicSender(long Id, PublicId PublicId, string Name, string LegalName, string SupportPhone, string ContactPage, IReadOnlyList<string> Languages, bool NeedsProcessingConsent);

/// <summary>A field beyond the number that the point declares.</summary>
public sealed record PublicField(string Name, string Purpose, bool Required);

/// <summary>One version of a notice, with all that it says.</summary>
public sealed record PublicWording(
    long Id,
    PublicId PublicId,
    long SenderId,
    ConsentKind Kind,
    NoticeStatus Status,
    int Number,
    DateTime PublishedAt,
    ConsentCells Cells,
    string PrivacyPolicyUrl,
    IReadOnlyDictionary<string, NoticeText> Texts,
    IReadOnlyList<(string En, string Ru)> Purposes)
{
    /// <summary>What numbers are used for, in a language.</summary>
    public IEnumerable<string> PurposesIn(string language) => Purposes.Select(purpose => language == "ru" ? purpose.Ru : purpose.En);

    /// <summary>The text in a language, or in the first of the sender's languages that it has.</summary>
    public NoticeText In(string language, IEnumerable<string> otherwise) =>
        otherwise.Prepend(language).Select(code => Texts.GetValueOrDefault(code)).FirstOrDefault(text => text is not null)
        ?? Texts.Values.First();
}
