using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Operations.OptOut.Inbox;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>What is kept of a person beside her consents: where her row went, what she was sent and wrote, what she asked before.</summary>
internal static class AnswerTraces
{
    private const int Most = 5_000;

    public static async Task<AnswerDocument> AddAsync(
        DashboardDbContext db, InboundTexts texts, AnswerNames names, long person, PersonRequest request, AnswerDocument document, CancellationToken cancellation)
    {
        var reach = await db.Reachability.AsNoTracking().Where(r => r.SubscriberId == person).OrderBy(r => r.Id).Take(Most).ToListAsync(cancellation);
        var sends = await db.SendCounts.AsNoTracking().Where(s => s.SubscriberId == person).ToListAsync(cancellation);
        var messages = await db.InboundMessages.AsNoTracking().Where(m => m.SubscriberId == person).OrderBy(m => m.Id).Take(Most).ToListAsync(cancellation);
        var exports = await db.ExportItems.Where(i => i.SubscriberId == person)
            .Join(db.ExportJobs, i => i.ExportJobId, j => j.Id, (i, j) => j)
            .Join(db.Purposes, j => j.PurposeId, p => p.Id, (j, purpose) => new { j.Id, At = j.FinishedAt ?? j.CreatedAt, j.SenderId, j.Channel, j.MessageType, Purpose = purpose })
            .OrderBy(e => e.Id).Take(Most).ToListAsync(cancellation);
        var earlier = await db.PersonRequests.AsNoTracking().Where(r => r.SubscriberId == person && r.Id != request.Id).OrderBy(r => r.Id).Take(Most).ToListAsync(cancellation);
        return document with
        {
            Reachability = [.. reach.Select(r => new AnswerReachability(r.Status, r.From, AnswerTimes.OrNull(r.To), r.Source))],
            Sent = [.. sends.GroupBy(s => (s.SenderId, s.Channel, s.MessageType, Month: new DateTime(s.Day.Year, s.Day.Month, 1, 0, 0, 0, DateTimeKind.Utc)))
                .OrderBy(g => g.Key.Month).ThenBy(g => g.Key.SenderId).Select(g => new AnswerSends(names[g.Key.SenderId]!, g.Key.Channel, g.Key.MessageType, g.Key.Month, g.Sum(s => s.Count)))],
            Messages = [.. messages.Select(m => new AnswerMessage(m.ReceivedAt, names[m.SenderId], texts.Text(m)))],
            Exports = [.. exports.Select(e => new AnswerExport(e.At, names[e.SenderId]!, e.Channel, e.MessageType, e.Purpose.In(request.Language)))],
            Requests = [.. earlier.Select(r => new AnswerEarlier($"{r.PublicId}", r.Law, r.Kind, r.ReceivedAt, r.ClosedAt, r.Outcome, r.OutcomeReason))],
        };
    }
}
