using ConsentDashboard.Domain.Ledger;

namespace ConsentDashboard.Domain.Notices;

/// <summary>
/// What a version says to people, as one hash: each consent carries it, so that a wording that was changed after it was
/// published is found. Golden vectors in the tests keep the form; a change needs another version byte.
/// </summary>
public static class NoticeContent
{
    private const byte NoticeForm = 4;

    // Wordings of form 4 did not say who the sender is; they keep their hash.
    private const byte NoticeFormWithSender = 5;

    /// <summary>SHA-256 over the notice's name outside, the version, its texts and its purposes, in whatever order they come.</summary>
    /// <param name="notice">The notice that the version belongs to.</param>
    /// <param name="version">Its status, dates and <see cref="NoticeVersion.ContentHash"/> are not read.</param>
    /// <param name="texts">The texts of the version, one a language.</param>
    /// <param name="purposes">The purposes that the version names.</param>
    public static byte[] HashOf(Notice notice, NoticeVersion version, IEnumerable<NoticeText> texts, IEnumerable<Senders.Purpose> purposes)
    {
        NoticeText[] inOrder = [.. texts.OrderBy(text => text.Language, StringComparer.Ordinal)];
        var namesSender = Array.Exists(inOrder, text => text.WhoWeAre.Length > 0);
        var to = CanonicalWriter.Start(namesSender ? NoticeFormWithSender : NoticeForm);
        to.Long(notice.PublicId.Value);
        to.Long(notice.SenderId);
        to.Byte((byte)notice.Kind);
        to.Long(version.PublicId.Value);
        to.Int(version.Number);
        to.Byte((byte)version.Cells);
        to.Int(version.FrequencyCount);
        to.Byte((byte)version.FrequencyPeriod);
        to.Int(version.LifespanMonths);
        to.Text(version.PrivacyPolicyUrl);
        to.Int(inOrder.Length);
        foreach (var text in inOrder)
        {
            Write(to, text);
            if (namesSender)
            {
                to.Text(text.WhoWeAre);
            }
        }

        foreach (var purpose in purposes.OrderBy(purpose => purpose.Code, StringComparer.Ordinal))
        {
            to.Text(purpose.Code);
            to.Text(purpose.TextEn);
            to.Text(purpose.TextRu);
        }

        return to.Hash();
    }

    private static void Write(CanonicalWriter to, NoticeText text)
    {
        to.Text(text.Language);
        to.Text(text.Title);
        to.Text(text.Body);
        to.Text(text.Labels);
        to.Text(text.Frequency);
        to.Text(text.HowToWithdraw);
        to.Text(text.Keeping);
        to.Text(text.ConfirmationText);
    }
}
