using System.Text.Json.Nodes;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Features.Requests.Answers.Records;

/// <summary>Whose data it is, who is responsible for it, and who gets it.</summary>
internal static class RecordParties
{
    /// <summary>By a pseudonym: the record shows no number.</summary>
    public static JsonObject Subject(Subscriber person) => new()
    {
        ["@id"] = $"urn:subscriber:{person.PublicId}",
        ["@type"] = "dpv:DataSubject",
        ["dpv:hasIdentifier"] = $"{person.PublicId}",
    };

    public static JsonObject Controller(Sender sender)
    {
        var controller = Entity($"urn:sender:{sender.PublicId}", "dpv:DataController", NameOf(sender), $"{sender.PublicId}");
        controller["dpv:hasContact"] = sender.SupportPhone.Length > 0 ? sender.SupportPhone : sender.ContactPage;
        controller["dpv:hasAddress"] = sender.PostalAddress;
        return controller;
    }

    public static JsonArray Recipients(Sender sender, IEnumerable<AnswerRecipient> others) =>
    [
        Entity($"urn:sender:{sender.PublicId}", "dpv:Recipient", NameOf(sender), $"{sender.PublicId}"),
        .. others.Where(other => other.Sender is null || other.Sender == sender.Name).Select(other => Entity($"urn:recipient:{other.Id}", "dpv:Recipient", other.Name, other.Id)),
    ];

    /// <returns>Where people reach the company, as an address; null where it says none.</returns>
    public static string? AddressOf(Sender sender) =>
        Uri.TryCreate(sender.ContactPage, UriKind.Absolute, out var page) && (page.Scheme == Uri.UriSchemeHttps || page.Scheme == Uri.UriSchemeHttp) ? page.AbsoluteUri
        : sender.SupportPhone.Any(char.IsAsciiDigit) ? $"tel:{string.Concat(sender.SupportPhone.Where(c => char.IsAsciiDigit(c) || c == '+'))}"
        : null;

    public static string NameOf(Sender sender) => sender.LegalName.Length > 0 ? sender.LegalName : sender.Name;

    private static JsonObject Entity(string id, string type, string name, string identifier) =>
        new() { ["@id"] = id, ["@type"] = type, ["dpv:hasName"] = name, ["dpv:hasIdentifier"] = identifier };
}
