using ConsentDashboard.Components.Text;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>The tables of the page that most people have no rows in.</summary>
internal static class AnswerPageParts
{
    public static void Keeping(AnswerHtml page, AnswerDocument d, IStringLocalizer<AnswerText> text, CellWords cells)
    {
        page.Table(text["Pending"], [text["Sender"], text["What"], text["Since"], text["Until"]],
            d.Pending.Select(p => (IReadOnlyList<string?>)[p.Sender, $"{cells[p.Kind]} · {cells[p.Cells]}", Dates.Exact(p.Since), Dates.Exact(p.Until)]));
        page.Table(text["Intervals"], [text["What"], text["Since"], text["Until"], text["Reason"]],
            d.Intervals.Select(i => (IReadOnlyList<string?>)[text[$"Interval.{i.What}"], Dates.Exact(i.From), i.To is { } to ? Dates.Exact(to) : null, i.Reason]));
        page.Table(text["Annulments"], [text["Time"], text["State"], text["Reason"], text["Evidence"], text["Outcome"]],
            d.Annulments.Select(a => (IReadOnlyList<string?>)[Dates.Exact(a.AskedAt), text[$"Annulment.{a.Status}"], a.Reason, a.Proof, a.Note]));
    }

    public static void Passing(AnswerHtml page, AnswerDocument d, IStringLocalizer<AnswerText> text)
    {
        page.Table(text["Deliveries"], [text["Time"], text["Message"], text["To"], text["Sender"]],
            d.Deliveries.Select(m => (IReadOnlyList<string?>)[Dates.Exact(m.Since), m.What, m.To, m.Sender]));
        page.Table(text["Recipients"], [text["Recipient"], text["Sender"]], d.Recipients.Select(r => (IReadOnlyList<string?>)[r.Name, r.Sender ?? text["AllSenders"]]));
        page.Table(text["Origins"], [text["Time"], text["What"]], d.Origins.Select(o => (IReadOnlyList<string?>)[Dates.Exact(o.At), text[$"Origin.{o.Kind}"]]));
        page.Table(text["Looks"], [text["Time"], text["What"]], d.Looks.Select(l => (IReadOnlyList<string?>)[Dates.Exact(l.At), text[$"Look.{l.What}"]]));
    }
}
