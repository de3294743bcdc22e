using System.Text.RegularExpressions;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Features.Senders;

/// <summary>What may be typed into a sender. Fields of a row carry its place: <c>Purposes-0-Code</c>.</summary>
internal static partial class SenderRules
{
    public const int MaxRetentionMonths = 600;

    public const int MaxPhrase = 100;

    /// <summary>The lists that a sender may add to.</summary>
    public static readonly WordSection[] OfferedSections = [WordSection.OptOut, WordSection.MayBe, WordSection.OptIn, WordSection.Help, WordSection.Ordinary, WordSection.Keyword];

    public static string Field(string list, int row, string name) => $"{list}-{row}-{name}";

    /// <returns>Everything that is wrong, in the order of the page.</returns>
    public static IReadOnlyList<Error> Wrong(SenderForm form) =>
    [
        .. About(form).OfType<Error>(),
        .. form.Addresses.Index().SelectMany(row => Address(form, row.Item, row.Index)).OfType<Error>(),
        .. form.Purposes.Index().SelectMany(row => Purpose(form, row.Item, row.Index)).OfType<Error>(),
        .. form.ReplyWords.Index().SelectMany(row => ReplyWord(form, row.Item, row.Index)).OfType<Error>(),
    ];

    /// <summary>A number in E.164, a short code, or a name; null where it is none of them.</summary>
    public static string? Normalise(string address, string region) => address.Trim() switch
    {
        var text when ShortCode().IsMatch(text) || SenderName().IsMatch(text) => text,
        var text when NumberFormats.Parse(text, region) is { Failed: false } number => number.Value.Value,
        _ => null,
    };

    private static IEnumerable<Error?> About(SenderForm form)
    {
        yield return When(string.IsNullOrWhiteSpace(form.Name), "NoName", nameof(form.Name));
        yield return When(form.Name.Length > 200, "TooLong", nameof(form.Name));
        yield return When(string.IsNullOrWhiteSpace(form.LegalName), "NoLegalName", nameof(form.LegalName));
        yield return When(form.LegalName.Length > 300, "TooLong", nameof(form.LegalName));
        yield return When(form.SupportPhone.Length > 40, "TooLong", nameof(form.SupportPhone));
        yield return When(form.ContactPage.Length > 0 && !NoticeRules.IsSecureAddress(form.ContactPage.Trim()), "ContactNotSecure", nameof(form.ContactPage));
        yield return When(form.ContactPage.Length > 500, "TooLong", nameof(form.ContactPage));
        yield return When(form.PostalAddress.Length > 500, "TooLong", nameof(form.PostalAddress));
        yield return When(form.Languages.Count == 0 || form.Languages.Exists(tag => tag is not ("en" or "ru")), "NoLanguage", nameof(form.Languages));
        yield return When(!NumberFormats.IsKnownRegion(form.DefaultRegion.Trim().ToUpperInvariant()), "UnknownRegion", nameof(form.DefaultRegion));
        yield return When(form.ProofRetentionMonths is < 0 or > MaxRetentionMonths, "RetentionRange", nameof(form.ProofRetentionMonths));
    }

    private static IEnumerable<Error?> Address(SenderForm form, AddressForm row, int index)
    {
        var region = form.DefaultRegion.Trim().ToUpperInvariant();
        yield return When(!Slug().IsMatch(row.Source.Trim()) || row.Source.Trim().Length > 40, "AddressSource", Field(nameof(form.Addresses), index, nameof(row.Source)));
        yield return When(Normalise(row.Address, region) is null, "AddressInvalid", Field(nameof(form.Addresses), index, nameof(row.Address)));
        yield return When(
            form.Addresses.Take(index).Any(other => other.Source.Trim() == row.Source.Trim() && Normalise(other.Address, region) is { } same && same == Normalise(row.Address, region)),
            "AddressTaken",
            Field(nameof(form.Addresses), index, nameof(row.Address)));
    }

    private static IEnumerable<Error?> Purpose(SenderForm form, PurposeForm row, int index)
    {
        yield return When(!Slug().IsMatch(row.Code.Trim()) || row.Code.Trim().Length > 60, "PurposeCode", Field(nameof(form.Purposes), index, nameof(row.Code)));
        yield return When(form.Purposes.Take(index).Any(other => other.Code.Trim() == row.Code.Trim()), "PurposeCodeTwice", Field(nameof(form.Purposes), index, nameof(row.Code)));
        yield return When(row.TextEn.Length > 300, "TooLong", Field(nameof(form.Purposes), index, nameof(row.TextEn)));
        yield return When(row.TextRu.Length > 300, "TooLong", Field(nameof(form.Purposes), index, nameof(row.TextRu)));
    }

    private static IEnumerable<Error?> ReplyWord(SenderForm form, ReplyWordForm row, int index)
    {
        var field = Field(nameof(form.ReplyWords), index, nameof(row.Phrase));
        var words = Read(row);
        yield return When(words.Length == 0, "PhraseEmpty", field);
        yield return When(row.Phrase.Length > MaxPhrase, "TooLong", field);
        yield return When(row.Language is not ("en" or "ru"), "NoLanguage", Field(nameof(form.ReplyWords), index, nameof(row.Language)));
        yield return When(Array.IndexOf(OfferedSections, row.Section) < 0, "PhraseSection", Field(nameof(form.ReplyWords), index, nameof(row.Section)));
        yield return When(words.Length > 0 && form.ReplyWords.Take(index).Any(other => Read(other) == words), "PhraseTwice", field);

        // A word that ends consent in one list and gives it in another would be read by chance.
        var builtIn = ReplyClassifier.Classify(row.Phrase).Kind;
        yield return When(row.Section is WordSection.OptIn or WordSection.Help && builtIn is ReplyKind.OptOut or ReplyKind.MayBeOptOut, "PhraseStops", field);
        yield return When(row.Section == WordSection.OptOut && builtIn is ReplyKind.OptIn or ReplyKind.Help, "PhraseAgrees", field);
    }

    private static string Read(ReplyWordForm row) => ReplyText.Normalise(row.Phrase).ToString();

    private static Error? When(bool wrong, string key, string field) => wrong ? SenderErrors.At(key, field) : null;

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Slug();

    [GeneratedRegex("^[0-9]{3,8}$", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ShortCode();

    // What networks allow as an alphanumeric sender (3GPP TS 23.040, 9.1.2.5): at most eleven characters, a letter among them.
    [GeneratedRegex("^(?=.*[A-Za-z])[A-Za-z0-9 .&_-]{1,11}$", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SenderName();
}
