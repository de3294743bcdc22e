using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;

namespace ConsentDashboard.Features.Notices;

/// <summary>Everything that the editor of a draft holds, as it is typed.</summary>
public sealed record DraftForm
{
    /// <summary>Of the version.</summary>
    public required PublicId PublicId { get; init; }

    /// <summary>As it was read; a save onto another one is refused.</summary>
    public int Version { get; set; }

    public string Name { get; set; } = "";

    public ConsentCells Cells { get; set; }

    public int? FrequencyCount { get; set; }

    public FrequencyPeriod FrequencyPeriod { get; set; }

    public int? LifespanMonths { get; set; }

    public string PrivacyPolicyUrl { get; set; } = "";

    public HashSet<PublicId> Purposes { get; init; } = [];

    public List<DraftText> Texts { get; init; } = [];

    public static DraftForm Of(NoticeDetails notice, VersionDetails draft) => new()
    {
        PublicId = draft.Version.PublicId,
        Version = draft.Version.Version,
        Name = notice.Notice.Name,
        Cells = draft.Version.Cells,
        FrequencyCount = draft.Version.FrequencyCount == 0 ? null : draft.Version.FrequencyCount,
        FrequencyPeriod = draft.Version.FrequencyPeriod,
        LifespanMonths = draft.Version.LifespanMonths == 0 ? null : draft.Version.LifespanMonths,
        PrivacyPolicyUrl = draft.Version.PrivacyPolicyUrl,
        Purposes = [.. draft.Purposes.Select(purpose => purpose.PublicId)],
        Texts = [.. notice.Languages.Select(language => DraftText.Of(draft.In(language)))],
    };

    /// <summary>As it stands now, whatever is typed next.</summary>
    public DraftForm Copy() => this with { Purposes = [.. Purposes], Texts = Texts.ConvertAll(text => text with { Labels = [.. text.Labels] }) };

    /// <summary>What would be published of what is typed.</summary>
    public NoticeDraft Preview(NoticeDetails notice)
    {
        var version = new NoticeVersion { PublicId = PublicId, Status = NoticeStatus.Draft };
        CopyTo(version);
        return new(notice.Sender, notice.Notice, version, Texts.ConvertAll(text => text.ToText(Cells)), Chosen(notice.Purposes));
    }

    public void CopyTo(NoticeVersion version)
    {
        version.Cells = Cells & ConsentCells.All;
        version.FrequencyCount = FrequencyCount ?? 0;
        version.FrequencyPeriod = FrequencyPeriod;
        version.LifespanMonths = LifespanMonths ?? 0;
        version.PrivacyPolicyUrl = PrivacyPolicyUrl.Trim();
    }

    public IReadOnlyList<Purpose> Chosen(IEnumerable<Purpose> offered) => [.. offered.Where(purpose => Purposes.Contains(purpose.PublicId))];
}

/// <summary>The words of a draft in one language.</summary>
public sealed record DraftText
{
    public required string Language { get; init; }

    public string Title { get; set; } = "";

    public string Body { get; set; } = "";

    public string WhoWeAre { get; set; } = "";

    public string Frequency { get; set; } = "";

    public string HowToWithdraw { get; set; } = "";

    public string Keeping { get; set; } = "";

    public string ConfirmationText { get; set; } = "";

    /// <summary>By the cell's index; those of cells that are not chosen stay while the page is open.</summary>
    public string[] Labels { get; init; } = [.. Enumerable.Repeat("", Domain.Consents.Cells.Count)];

    public static DraftText Of(NoticeText text)
    {
        var typed = new DraftText
        {
            Language = text.Language,
            Title = text.Title,
            Body = text.Body,
            WhoWeAre = text.WhoWeAre,
            Frequency = text.Frequency,
            HowToWithdraw = text.HowToWithdraw,
            Keeping = text.Keeping,
            ConfirmationText = text.ConfirmationText,
        };
        foreach (var (cell, label) in NoticeLabels.Read(text.Labels).Where(label => label.Key is >= 0 and < Domain.Consents.Cells.Count))
        {
            typed.Labels[cell] = label;
        }

        return typed;
    }

    public NoticeText ToText(ConsentCells cells) => new()
    {
        Language = Language,
        Title = Title.Trim(),
        Body = Body.Trim(),
        WhoWeAre = WhoWeAre.Trim(),
        Frequency = Frequency.Trim(),
        HowToWithdraw = HowToWithdraw.Trim(),
        Keeping = Keeping.Trim(),
        ConfirmationText = ConfirmationText.Trim(),
        Labels = NoticeLabels.Write(cells.Indexes().Where(cell => Labels[cell].Trim().Length > 0).ToDictionary(cell => cell, cell => Labels[cell].Trim()), cells),
    };
}
