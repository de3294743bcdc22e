using System.Globalization;
using System.Resources;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.OptOut.Inbound;

/// <summary>The texts that answer a reply, in the language that it was written in.</summary>
public sealed class ReplyAnswers(TextMessages texts)
{
    private static readonly ResourceManager Words = new(typeof(AnswersText).FullName!, typeof(AnswersText).Assembly);

    /// <summary>The one text that may follow an opt-out; it carries no advertising.</summary>
    /// <param name="ended">What the opt-out ended.</param>
    public OutboxDraft OptedOut(InboundReply reply, ReplyVerdict verdict, ReplySender to, E164Number number, ConsentCells ended)
    {
        var language = LanguageOf(verdict, to.Sender);
        var isPart = Enum.GetValues<MessageType>().Any(type => (ended & Cells.OfType(type)) == ConsentCells.None);
        var types = string.Join(", ", Enum.GetValues<MessageType>().Where(type => (ended & Cells.OfType(type)) != ConsentCells.None).Select(type => Word($"Type.{type}", language)));
        return Draft(reply, to.Sender, number, MessageKinds.OptOutAnswer, language, isPart ? "OptOut.Types" : "OptOut", types);
    }

    public OutboxDraft Help(InboundReply reply, ReplyVerdict verdict, ReplySender to, E164Number number) =>
        Draft(reply, to.Sender, number, MessageKinds.HelpAnswer, LanguageOf(verdict, to.Sender), "Help", to.Sender.LegalName);

    /// <param name="isConfirmed">She answered a request; otherwise she took back what STOP had ended.</param>
    public OutboxDraft OptedIn(InboundReply reply, ReplyVerdict verdict, ReplySender to, E164Number number, bool isConfirmed) =>
        Draft(reply, to.Sender, number, MessageKinds.OptInAnswer, LanguageOf(verdict, to.Sender), isConfirmed ? "Confirmed" : "Back");

    /// <param name="form">The address of a form where she can agree; null where the sender has none.</param>
    public OutboxDraft Invitation(InboundReply reply, ReplyVerdict verdict, ReplySender to, E164Number number, string? form) =>
        Draft(reply, to.Sender, number, MessageKinds.OptInAnswer, LanguageOf(verdict, to.Sender), form is null ? "InviteNoForm" : "Invite", form ?? "");

    // STOP is said in every language: who wrote it in Latin letters is answered in the sender's first language.
    private static string LanguageOf(ReplyVerdict verdict, Sender sender) =>
        verdict.Language is { } language && language != "en" ? language : sender.LanguageTags() is [var first, ..] ? first : "en";

    private OutboxDraft Draft(InboundReply reply, Sender sender, E164Number number, string kind, string language, string key, string more = "")
    {
        var help = sender.SupportPhone.Length > 0 ? sender.SupportPhone : sender.ContactPage;
        return texts.Draft(ReplyKeys.Of(reply, kind), new(sender.Id, number.Value, string.Format(CultureInfo.InvariantCulture, Word(key, language), sender.Name, help, more)), kind);
    }

    private static string Word(string key, string language) => Words.GetString(key, CultureInfo.GetCultureInfo(language == "ru" ? "ru" : "en"))!;
}
