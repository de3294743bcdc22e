using System.Collections.Frozen;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>
/// What a column probably is, by its header: in English, in Russian, and as the exports of listmonk, Mautic, Klaviyo,
/// Twilio, Shopify and Braze name them. Only a header that speaks of consent is taken for its date.
/// </summary>
public static class Headers
{
    private static readonly FrozenDictionary<string, ColumnRole> Known = new (ColumnRole Role, string[] Headers)[]
    {
        (ColumnRole.Phone, ["phone", "phonenumber", "mobile", "mobilephone", "mobilenumber", "mobilephonenumber", "msisdn", "tel", "telephone", "telephonenumber", "cell", "cellphone", "smsnumber", "smsphone", "number", "to", "recipient", "телефон", "номертелефона", "мобильный", "мобильныйтелефон", "номер", "сотовый", "тел"]),
        (ColumnRole.ConsentDate, ["consentdate", "consentat", "consenttime", "consenttimestamp", "dateofconsent", "smsconsenttimestamp", "smsconsentdate", "smsmarketingconsentupdatedat", "acceptssmsmarketingupdatedat", "optindate", "optinat", "optintime", "optintimestamp", "optedinat", "optedindate", "smsoptindate", "smsoptintimestamp", "subscribedat", "subscribeddate", "subscriptiondate", "smssubscribedat", "датасогласия", "датаполучениясогласия", "согласиеот", "датаподписки"]),
        (ColumnRole.State, ["status", "state", "smsconsent", "smsconsentstatus", "smsmarketingconsent", "smsmarketingstatus", "acceptssmsmarketing", "acceptsmarketing", "subscribed", "optin", "optedin", "smsoptin", "smssubscribe", "smssubscribed", "smssubscription", "smssubscriptionstatus", "smssubscriptiongroupstate", "subscriptionstate", "subscriptionstatus", "subscriptionstatuses", "consent", "donotcontactstatus", "статус", "состояние", "согласие", "подписан", "подписка"]),
        (ColumnRole.UnsubscribedDate, ["unsubscribedat", "unsubscribeddate", "unsubscribedate", "optoutdate", "optoutat", "optouttime", "optouttimestamp", "optedoutat", "smsunsubscribedat", "датаотписки", "датаотказа", "датаотзыва"]),
        (ColumnRole.IpAddress, ["ip", "ipaddress", "optinip", "optinipaddress", "consentip", "signupip", "ipадрес", "айпи"]),
        (ColumnRole.UserAgent, ["useragent", "browser", "браузер"]),
        (ColumnRole.PageAddress, ["source", "sourceurl", "page", "pageurl", "url", "consentsource", "smsconsentsource", "optinsource", "smsoptinsource", "landingpage", "referrer", "источник", "страница", "адресстраницы"]),
        (ColumnRole.ProofReference, ["proof", "proofreference", "proofid", "evidence", "evidenceid", "recordid", "consentid", "recording", "доказательство", "подтверждение", "документ"]),
        (ColumnRole.Language, ["language", "lang", "locale", "preferredlocale", "preferredlanguage", "язык"]),
        (ColumnRole.Reference, ["customerid", "externalid", "userid", "klaviyoid", "brazeid", "contactid", "subscriberid", "uuid", "clientid", "idклиента", "номерклиента", "кодклиента"]),
    }.SelectMany(row => row.Headers.Select(header => (header, row.Role))).ToFrozenDictionary(pair => pair.header, pair => pair.Role, StringComparer.Ordinal);

    /// <summary>A role is given once, to the first header that fits it.</summary>
    public static IReadOnlyList<ColumnRole> Guess(IReadOnlyList<string> headers)
    {
        HashSet<ColumnRole> taken = [];
        return [.. headers.Select(header => Known.GetValueOrDefault(Plain(header)) is var role && role != ColumnRole.Ignored && taken.Add(role) ? role : ColumnRole.Ignored)];
    }

    /// <summary>Letters and digits alone, in lower case.</summary>
    internal static string Plain(string text) => new([.. text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
