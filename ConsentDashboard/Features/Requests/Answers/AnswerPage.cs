using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain.Consents;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>The answer as a page that a person reads or prints: it stands alone, without script, in the language that she asked in.</summary>
public sealed class AnswerPage(IStringLocalizer<AnswerText> text, IStringLocalizer<RequestsText> words, CellWords cells)
{
    internal string Write(AnswerDocument document) => RequestWords.Speaking(document.Request.Language, () => Body(document));

    private string Body(AnswerDocument d)
    {
        var page = new AnswerHtml(d.Request.Language, text["Title"]);
        page.Paragraph(text["Intro", Dates.Day(d.Request.ReceivedAt), Dates.Exact(d.Request.PreparedAt)]);
        page.Facts([(text["Request"], d.Request.Id), (text["About"], words[$"Kind.{d.Request.Kind}"]), (text["YourWords"], d.Request.Details)]);
        if (d.Person is { } person)
        {
            page.Section(text["Person"]);
            page.Facts([
                (text["Number"], person.Number), (text["Id"], person.Id), (text["Region"], person.Region), (text["Language"], person.Language), (text["Reference"], person.Reference),
                (text["Standing"], cells[person.Standing]), (text["FirstSeen"], Dates.Exact(person.FirstSeenAt)), (text["LastActivity"], Dates.Exact(person.LastActivityAt)), (text["LastSent"], Time(person.LastSentAt)),
                (text["Held"], person.IsHeld ? text["Held.Yes"].Value : null), (text["Restricted"], person.IsRestricted ? text["Restricted.Yes"].Value : null)]);
        }
        else
        {
            page.Paragraph(text[d.Suppressions.Count == 0 ? "Nothing" : "NothingButStop"]);
        }

        Consents(page, d);
        page.Table(text["Suppressions"], [text["Sender"], text["What"], text["Reason"], text["Since"], text["Until"]],
            d.Suppressions.Select(s => (IReadOnlyList<string?>)[Sender(s.Sender), What(s.Kind, s.Cells), text[$"Reason.{s.Reason}"], Dates.Exact(s.Since), Time(s.EndedAt)]));
        AnswerPageParts.Keeping(page, d, text, cells);
        page.Table(text["Reachability"], [text["Status"], text["Since"], text["Until"], text["Source"]],
            d.Reachability.Select(r => (IReadOnlyList<string?>)[cells[r.Status], Dates.Exact(r.From), Time(r.To), r.Source]));
        page.Table(text["Sent"], [text["Month"], text["Sender"], text["What"], text["Count"]],
            d.Sent.Select(s => (IReadOnlyList<string?>)[s.Month.ToString("Y", System.Globalization.CultureInfo.CurrentCulture), s.Sender, $"{cells[s.Channel]} · {cells[s.MessageType]}", $"{s.Count}"]));
        page.Table(text["Messages"], [text["Time"], text["Sender"], text["Message"]],
            d.Messages.Select(m => (IReadOnlyList<string?>)[Dates.Exact(m.ReceivedAt), m.Sender, m.Text ?? text["NotKept"].Value]));
        page.Table(text["Exports"], [text["Time"], text["Sender"], text["What"], text["Purpose"]],
            d.Exports.Select(e => (IReadOnlyList<string?>)[Dates.Exact(e.At), e.Sender, $"{cells[e.Channel]} · {cells[e.MessageType]}", e.Purpose]));
        AnswerPageParts.Passing(page, d, text);
        page.Table(text["Earlier"], [text["Time"], text["About"], text["YourWords"], text["Outcome"], text["Reason"]],
            d.Requests.Select(r => (IReadOnlyList<string?>)[Dates.Exact(r.ReceivedAt), words[$"Kind.{r.Kind}"], r.Details, r.Outcome is { } outcome ? words[$"Outcome.{outcome}"].Value : null, r.Reason]));
        page.Section(text["Rights"]);
        page.Paragraph(text[$"Rights.{d.Request.Law}"]);
        return page.End();
    }

    private void Consents(AnswerHtml page, AnswerDocument d)
    {
        page.Table(text["Consents"], [text["Sender"], text["What"], text["State"], text["Since"], text["Until"]],
            d.Consents.Select(c => (IReadOnlyList<string?>)[c.Sender, $"{cells[c.Kind]} · {cells[c.Channel]} · {cells[c.MessageType]}", cells[c.State], Dates.Exact(c.Since), Time(c.ExpiresAt)]));
        page.Table(text["Events"], [text["Time"], text["Event"], text["Sender"], text["What"], text["How"], text["Evidence"]],
            d.Events.Select(e => (IReadOnlyList<string?>)[Dates.Exact(e.OccurredAt), cells[e.Type], Sender(e.Sender), What(e.Kind, e.Cells), How(e), Evidence(e)]));
        foreach (var wording in d.Wordings)
        {
            page.Section($"{text["Wording"]}: {wording.Title}");
            page.Facts([
                (text["Sender"], wording.Sender), (text["Version"], $"{wording.Version}, {Time(wording.PublishedAt)}"), (text["Id"], wording.Id), (text["Text"], wording.Body),
                .. wording.Boxes.Select(box => (text["Box"].Value, (string?)box.Value)),
                (text["WhoWeAre"], wording.WhoWeAre), (text["Frequency"], wording.Frequency), (text["Purpose"], string.Join("; ", wording.Purposes)), (text["Keeping"], wording.Keeping),
                (text["HowToWithdraw"], wording.HowToWithdraw), (text["Policy"], wording.PrivacyPolicy)]);
        }
    }

    private string What(ConsentKind kind, ConsentCells scope) => $"{cells[kind]} · {cells[scope]}";

    private string? Sender(string? name) => name ?? text["AllSenders"];

    private static string? Time(DateTime? at) => at is { } known ? Dates.Exact(known) : null;

    private string How(AnswerEvent e) => string.Join(" · ", new[] { cells[e.Source], e.Method == Method.None ? null : cells[e.Method], text[$"By.{e.By}"].Value, e.CollectionPoint, Import(e.Import), e.Wording }.Where(part => part is not null));

    private string? Import(AnswerImport? import) => import is null ? null : text["Imported", Dates.Day(import.At), string.Join(", ", new[] { import.From, import.File, import.Proof }.Where(part => part is not null))].Value;

    private string Evidence(AnswerEvent e) => e.Evidence is not { } proof ? e.IsEvidenceUnreadable ? text["Evidence.Unreadable"] : "" : string.Join("\n", new (string Label, string? Value)[]
    {
        ("AffirmativeAct", proof.AffirmativeAct), ("Message", proof.RawText), ("IpAddress", proof.IpAddress), ("Device", proof.UserAgent), ("Address", proof.PageAddress), ("Referrer", proof.Referrer),
        ("Typed", proof.RawPhone), ("Recording", proof.RecordingReference), ("Scan", proof.ScanReference), ("ProofReference", proof.ProofReference), ("Note", proof.Note),
        ("Boxes", proof.Boxes is { } boxes ? string.Join(", ", boxes.Select(box => $"{(box.Value ? "☑" : "☐")} {box.Key}")) : null),
        ("Fields", proof.Fields is { } fields ? string.Join(", ", fields.Select(field => $"{field.Key}: {field.Value}")) : null),
    }.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => $"{text[$"Proof.{part.Label}"]}: {part.Value}"));
}
