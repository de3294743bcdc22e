using System.Net;
using System.Text.RegularExpressions;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>
/// Evidence as a reader may see it. A phone number is masked for everyone: to see it is an act of its own, with a reason.
/// Who may not reveal numbers sees no whole network address either.
/// </summary>
internal static partial class EvidenceMask
{
    private const char Dot = '•';

    public static IReadOnlyList<EvidenceField> FieldsOf(EvidenceDocument document, string? operatorName, Actor reader)
    {
        var address = document.IpAddress is { } ip && !reader.Can(Permissions.RevealNumber) ? Network(ip) : document.IpAddress;
        (string Name, string? Raw, string? Shown)[] fields =
        [
            (nameof(document.AffirmativeAct), document.AffirmativeAct, Text(document.AffirmativeAct)),
            (nameof(document.IpAddress), document.IpAddress, address),
            (nameof(document.UserAgent), document.UserAgent, document.UserAgent),
            (nameof(document.PageAddress), document.PageAddress, Text(document.PageAddress)),
            (nameof(document.Referrer), document.Referrer, Text(document.Referrer)),
            (nameof(document.MessageId), document.MessageId, document.MessageId),
            (nameof(document.RawText), document.RawText, Text(document.RawText)),
            (nameof(document.RawPhone), document.RawPhone, Digits(document.RawPhone)),
            (nameof(document.RecordingReference), document.RecordingReference, Text(document.RecordingReference)),
            (nameof(document.ScanReference), document.ScanReference, Text(document.ScanReference)),
            (nameof(document.Operator), document.Operator, operatorName ?? document.Operator),
            (nameof(document.ProofReference), document.ProofReference, Text(document.ProofReference)),
            (nameof(document.Note), document.Note, Text(document.Note)),
        ];
        return
        [
            .. fields.Where(field => !string.IsNullOrEmpty(field.Shown))
                .Select(field => new EvidenceField(field.Name, field.Shown!, field.Shown!.Contains(Dot, StringComparison.Ordinal) && field.Shown != field.Raw)),
        ];
    }

    /// <summary>Masks whatever reads as a phone number in a text: nine digits or more, however they are grouped, and eight after a plus.</summary>
    internal static string? Text(string? text) => text is null ? null : PhoneLike().Replace(text, match => Digits(match.Value)!);

    /// <summary>All digits but the last four.</summary>
    internal static string? Digits(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var kept = 0;
        var masked = text.ToCharArray();
        for (var i = masked.Length - 1; i >= 0; i--)
        {
            if (char.IsDigit(masked[i]) && ++kept > 4)
            {
                masked[i] = Dot;
            }
        }

        return kept > 4 ? new(masked) : new(Dot, masked.Length);
    }

    private static string Network(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
        {
            return new(Dot, address.Length);
        }

        var bytes = parsed.GetAddressBytes();
        return bytes.Length == 4 ? $"{bytes[0]}.{bytes[1]}.{Dot}.{Dot}" : $"{address.Split(':')[0]}:{Dot}";
    }

    [GeneratedRegex(@"(?<![\w.])(?:\+\d(?:[\s().\-–]?\d){7,}|\d(?:[\s()\-–]?\d){8,})(?!\w)", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex PhoneLike();
}
