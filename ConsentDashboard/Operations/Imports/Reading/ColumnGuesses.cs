namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>What columns are by their names, in English and Russian and as other products export them; the first name that a file has wins.</summary>
internal static class ColumnGuesses
{
    private static readonly IReadOnlyList<(ImportColumn Column, string[] Names)> Known =
    [
        (ImportColumn.Phone,
        [
            "mobile", "mobilephone", "mobilenumber", "mobilephonenumber", "cellphone", "cell", "smsnumber", "smsphonenumber", "msisdn", "phonenumber", "phone", "phonee164", "e164", "contactid",
            "telephone", "tel", "number", "defaultaddressphone", "мобильный", "мобильныйтелефон", "сотовый", "телефон", "номертелефона", "номер", "тел",
        ]),
        (ImportColumn.ConsentDate,
        [
            "smsmarketingconsenttimestamp", "smsconsenttimestamp", "smsconsentdate", "smsmarketingconsentupdatedat", "smsoptindate", "dateofconsent", "consentdate", "consenttimestamp", "consentedat",
            "consentgivenat", "optindate", "optedinat", "optintimestamp", "optintime", "smssubscribedate", "subscribedat", "subscriptiondate", "subscribedate", "smsoptedinat", "датасогласия",
            "датаподписки", "подписан", "согласиедано",
        ]),
        (ImportColumn.State,
        [
            "smsmarketingconsent", "smsconsent", "smsmarketingstatus", "acceptssmsmarketing", "smsmarketingstate", "smssubscribe", "smssubscriptionstate", "subscriptionstate", "subscriptionstatus",
            "smsstatus", "consentstatus", "optinstatus", "smsoptin", "optin", "consent", "subscribed", "status", "статусподписки", "статус", "согласие", "подписка", "согласиенасмс",
        ]),
        (ImportColumn.UnsubscribedDate,
        [
            "smsunsubscribedat", "unsubscribedat", "unsubscribeddate", "unsubscribedate", "smsunsubscribedate", "optoutdate", "optedoutat", "optouttimestamp", "withdrawnat", "датаотписки", "датаотказа",
            "smsoptedout", "smsoptout", "smsunsubscribed", "optedout", "optout", "unsubscribed", "unsubscribe", "donotcontact", "donotsms", "donottext", "dnc", "blocklisted", "blacklisted", "blocked", "suppressed",
            "withdrawn", "отписан", "отписана", "отписался", "отписалась", "отказался", "отказалась", "отказ", "отписка", "черныйсписок", "несогласен", "неписать",
        ]),
        (ImportColumn.IpAddress, ["consentip", "ipaddress", "optinip", "signupip", "ip", "ipадрес", "айпи"]),
        (ImportColumn.UserAgent, ["useragent", "consentuseragent", "browser", "браузер", "агент"]),
        (ImportColumn.PageAddress, ["consenturl", "sourceurl", "pageurl", "pageaddress", "signupurl", "formurl", "url", "page", "адресстраницы", "страница", "ссылка"]),
        (ImportColumn.ProofReference, ["proof", "proofreference", "proofurl", "evidence", "consentproof", "correlationid", "доказательство", "подтверждение", "ссылканадоказательство"]),
        (ImportColumn.Language, ["language", "preferredlocale", "locale", "lang", "preferredlanguage", "язык"]),
        (ImportColumn.ExternalRef,
        [
            "externalid", "customerid", "klaviyoid", "userid", "brazeid", "subscriberuuid", "uuid", "crmid", "clientid", "externalref", "id", "внешнийкод", "кодклиента", "идентификатор", "ид",
        ]),
    ];

    public static Dictionary<ImportColumn, int> Guess(IReadOnlyList<string> headers)
    {
        var plain = headers.Select(Plain).ToList();
        var guesses = new Dictionary<ImportColumn, int>();
        foreach (var (column, names) in Known)
        {
            var at = names.Select(name => plain.IndexOf(name)).FirstOrDefault(index => index >= 0, -1);
            if (at >= 0)
            {
                guesses[column] = at;
            }
        }

        return guesses;
    }

    /// <summary>Columns that have no meaning, though their names say who opted out.</summary>
    public static IReadOnlyList<int> Overlooked(ImportMapping mapping)
    {
        var names = Known.Where(known => known.Column is ImportColumn.State or ImportColumn.UnsubscribedDate).SelectMany(known => known.Names).ToHashSet(StringComparer.Ordinal);
        return mapping.HasHeader
            ? [.. Enumerable.Range(0, mapping.Headers.Count).Where(index => !mapping.Columns.Values.Contains(index) && names.Contains(Plain(mapping.Headers[index])))]
            : [];
    }

    public static string Plain(string header) => string.Concat(header.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)).Replace('ё', 'е');
}
