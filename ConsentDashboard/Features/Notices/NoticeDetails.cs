using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;

namespace ConsentDashboard.Features.Notices;

/// <summary>A notice with its versions, newest first.</summary>
/// <param name="Purposes">All that its sender has.</param>
public sealed record NoticeDetails(Notice Notice, Sender Sender, IReadOnlyList<VersionDetails> Versions, IReadOnlyList<Purpose> Purposes)
{
    public IReadOnlyList<string> Languages { get; } = Sender.LanguageTags();

    public VersionDetails? Find(int? number) => Versions.FirstOrDefault(version => version.Version.Number == number);
}

/// <param name="Points">How many active collection points show it.</param>
public sealed record VersionDetails(NoticeVersion Version, IReadOnlyList<NoticeText> Texts, IReadOnlyList<Purpose> Purposes, int Points)
{
    public NoticeText In(string language) => Texts.FirstOrDefault(text => text.Language == language) ?? new NoticeText { Language = language };
}
