using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain.Notices;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Notices;

/// <param name="Language">Null for what is the same in every language.</param>
public sealed record DifferencePart(string? Language, string Label, string Before, string After)
{
    public IReadOnlyList<WordRun> Runs => WordDifference.Between(Before, After);
}

/// <summary>The parts of two versions that do not say the same.</summary>
public sealed class DifferenceParts(NoticeWords notice, CellWords cells, IStringLocalizer<NoticesText> words)
{
    public IReadOnlyList<DifferencePart> Between(VersionDetails older, VersionDetails newer) =>
    [
        .. Facts(older).Zip(Facts(newer), (before, after) => new DifferencePart(null, words[before.Label], before.Text, after.Text))
            .Concat(Languages(older, newer).SelectMany(language => Texts(language, older.In(language), newer.In(language))))
            .Where(part => part.Before != part.After),
    ];

    private IEnumerable<(string Label, string Text)> Facts(VersionDetails version) =>
    [
        ("Asks", cells[version.Version.Cells]),
        ("Frequency", notice.Frequency(version.Version) ?? ""),
        ("Lifespan", notice.Lifespan(version.Version)),
        ("Purposes", string.Join(", ", version.Purposes.Select(purpose => purpose.Code))),
        ("Policy", version.Version.PrivacyPolicyUrl),
    ];

    private IEnumerable<DifferencePart> Texts(string language, NoticeText before, NoticeText after)
    {
        yield return Part("Title", before.Title, after.Title);
        yield return Part("Body", before.Body, after.Body);
        var (old, now) = (NoticeLabels.Read(before.Labels), NoticeLabels.Read(after.Labels));
        foreach (var cell in old.Keys.Union(now.Keys).Where(cell => cell is >= 0 and < Domain.Consents.Cells.Count).Order())
        {
            yield return new(language, words["Label", cells[Domain.Consents.Cells.ChannelOf(cell)], cells[Domain.Consents.Cells.TypeOf(cell)]], old.GetValueOrDefault(cell, ""), now.GetValueOrDefault(cell, ""));
        }

        yield return Part("WhoWeAre", before.WhoWeAre, after.WhoWeAre);
        yield return Part("FrequencyWords", before.Frequency, after.Frequency);
        yield return Part("HowToWithdraw", before.HowToWithdraw, after.HowToWithdraw);
        yield return Part("Keeping", before.Keeping, after.Keeping);
        yield return Part("Confirmation", before.ConfirmationText, after.ConfirmationText);

        DifferencePart Part(string label, string old, string now) => new(language, words[label], old, now);
    }

    private static IEnumerable<string> Languages(VersionDetails older, VersionDetails newer) =>
        older.Texts.Concat(newer.Texts).Select(text => text.Language).Distinct().Order(StringComparer.Ordinal);
}
