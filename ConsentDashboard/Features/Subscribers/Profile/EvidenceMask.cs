using System.Net;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>
/// Evidence as a reader may see it. A phone number is masked for everyone: to see it is an act of its own, with a reason.
/// Who may not reveal numbers sees no whole network address either.
/// </summary>
internal static class EvidenceMask
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

    internal static string? Text(string? text) => NumbersInText.Mask(text);

    internal static string? Digits(string? text) => NumbersInText.MaskDigits(text);

    private static string Network(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
        {
            return new(Dot, address.Length);
        }

        var bytes = parsed.GetAddressBytes();
        return bytes.Length == 4 ? $"{bytes[0]}.{bytes[1]}.{Dot}.{Dot}" : $"{address.Split(':')[0]}:{Dot}";
    }
}
