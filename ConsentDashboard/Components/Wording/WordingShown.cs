using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;

namespace ConsentDashboard.Components.Wording;

/// <summary>A wording in one language, as the visitor reads it.</summary>
public sealed record WordingShown
{
    /// <summary>BCP 47; the component's own words are in it too, whatever language the page speaks.</summary>
    public required string Language { get; init; }

    public string Title { get; init; } = "";

    public string Body { get; init; } = "";

    public string WhoWeAre { get; init; } = "";

    public string Frequency { get; init; } = "";

    public IReadOnlyList<string> Purposes { get; init; } = [];

    public string HowToWithdraw { get; init; } = "";

    public string Keeping { get; init; } = "";

    public string PrivacyPolicyUrl { get; init; } = "";

    public IReadOnlyList<WordingBox> Boxes { get; init; } = [];

    public static WordingShown Of(NoticeVersion version, NoticeText text, IEnumerable<Purpose> purposes) =>
        Of(text, version.Cells, version.PrivacyPolicyUrl, purposes.OrderBy(purpose => purpose.Id).Select(purpose => purpose.In(text.Language)));

    /// <param name="purposes">In the language of the text; empty ones are left out.</param>
    public static WordingShown Of(NoticeText text, ConsentCells cells, string privacyPolicyUrl, IEnumerable<string> purposes)
    {
        var labels = NoticeLabels.Read(text.Labels);
        return new()
        {
            Language = text.Language,
            Title = text.Title,
            Body = text.Body,
            WhoWeAre = text.WhoWeAre,
            Frequency = text.Frequency,
            Purposes = [.. purposes.Where(words => words.Length > 0)],
            HowToWithdraw = text.HowToWithdraw,
            Keeping = text.Keeping,
            PrivacyPolicyUrl = privacyPolicyUrl,
            Boxes = [.. cells.Indexes().Select(index => new WordingBox(index, labels.GetValueOrDefault(index, "")))],
        };
    }
}

/// <param name="Index">The cell's index, 0 to 5.</param>
public sealed record WordingBox(int Index, string Label)
{
    public Channel Channel => Cells.ChannelOf(Index);
}
