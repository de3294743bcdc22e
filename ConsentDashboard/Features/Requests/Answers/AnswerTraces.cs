using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.OptOut.Inbox;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>What went to a person and came from her, and where her row went.</summary>
internal static class AnswerTraces
{
    public static async Task<AnswerDocument> AddAsync(
        DashboardDbContext db, AnswerLimits limits, InboundTexts texts, AnswerNames names, IReadOnlyList<WebhookEndpoint> webhooks, long person, PersonRequest request, AnswerDocument document)
    {
        var sends = await limits.ReadAsync(db.SendCounts.AsNoTracking().Where(s => s.SubscriberId == person));
        var messages = await limits.ReadAsync(db.InboundMessages.AsNoTracking().Where(m => m.SubscriberId == person).OrderBy(m => m.Id));
        var exports = await limits.ReadAsync(db.ExportItems.Where(i => i.SubscriberId == person)
            .Join(db.ExportJobs, i => i.ExportJobId, j => j.Id, (i, j) => j)
            .Join(db.Purposes, j => j.PurposeId, p => p.Id, (j, purpose) => new { j.Id, At = j.FinishedAt ?? j.CreatedAt, j.SenderId, j.Channel, j.MessageType, Purpose = purpose })
            .OrderBy(e => e.Id));
        return document with
        {
            Sent = [.. sends.GroupBy(s => (s.SenderId, s.Channel, s.MessageType, Month: new DateTime(s.Day.Year, s.Day.Month, 1, 0, 0, 0, DateTimeKind.Utc)))
                .OrderBy(g => g.Key.Month).ThenBy(g => g.Key.SenderId).Select(g => new AnswerSends(names[g.Key.SenderId]!, g.Key.Channel, g.Key.MessageType, g.Key.Month, g.Sum(s => s.Count)))],
            Messages = [.. messages.Select(m => new AnswerMessage(m.ReceivedAt, names[m.SenderId], texts.Text(m)))],
            Deliveries = await DeliveriesAsync(db, limits, names, webhooks, person),
            Exports = [.. exports.Select(e => new AnswerExport(e.At, names[e.SenderId]!, e.Channel, e.MessageType, e.Purpose.In(request.Language)))],
            Recipients = [.. webhooks.Where(w => w.IsActive).Select(w => new AnswerRecipient($"{w.PublicId}", w.Name, names[w.SenderId]))],
        };
    }

    // What was delivered holds nothing any more.
    private static async Task<IReadOnlyList<AnswerDelivery>> DeliveriesAsync(
        DashboardDbContext db, AnswerLimits limits, AnswerNames names, IReadOnlyList<WebhookEndpoint> webhooks, long person)
    {
        var lanes = webhooks.ToDictionary(w => WebhookEndpoint.LaneOf(w.PublicId), w => w.Name);
        List<string> endpoints = [TextMessages.Endpoint, .. lanes.Keys];
        var waiting = await limits.ReadAsync(db.Outbox.AsNoTracking().Where(m => m.DeliveredAt == null && endpoints.Contains(m.Endpoint) && m.SubscriberId == person).OrderBy(m => m.Id));
        return [.. waiting.Select(m => new AnswerDelivery(m.Kind, lanes.GetValueOrDefault(m.Endpoint, m.Endpoint), names[m.SenderId], m.CreatedAt))];
    }

    /// <summary>Where the company has the number from, by the batch that brought it.</summary>
    public static async Task<Dictionary<long, AnswerImport>> ImportsAsync(DashboardDbContext db, IEnumerable<ConsentEvent> acts, CancellationToken cancellation)
    {
        var ids = acts.Select(e => e.ImportBatchId).OfType<long>().Distinct().ToList();
        return await db.ImportBatches.AsNoTracking().Where(b => ids.Contains(b.Id))
            .ToDictionaryAsync(b => b.Id, b => new AnswerImport(b.CreatedAt, b.SourceName, OrNull(b.FileName), OrNull(b.ProofReference)), cancellation);
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
