using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.OptOut;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Withdrawals;

/// <summary>Another system passes on that a person withdraws. A number that nobody knows is suppressed just the same.</summary>
public sealed class RecordWithdrawal(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, Origins origins, TimeProvider clock)
{
    public const int MaxSource = 60;
    public const int MaxNote = 500;

    /// <param name="eventKeys">The same call has the same; those that an event may have already come first, and the last is for a new one.</param>
    public async Task<Result<WithdrawalResponse>> ExecuteAsync(WithdrawalRequest request, ApiClient client, IReadOnlyList<Guid> eventKeys)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var (sender, region, unknown) = await SenderAsync(db, request, client);
        if (unknown is not null)
        {
            return unknown;
        }

        var cells = WithdrawalScope.Of(request);
        var number = NumberFormats.Parse(request.Phone, RegionOf(request) ?? region);
        if ((number.Error ?? cells.Error) is { } wrong)
        {
            return wrong;
        }

        var key = eventKeys.Count == 1 ? eventKeys[0] : await db.ConsentEvents.Where(e => eventKeys.Contains(e.EventKey)).Select(e => (Guid?)e.EventKey).FirstOrDefaultAsync() ?? eventKeys[^1];
        var now = clock.UtcMilliseconds();
        var act = new ConsentAct
        {
            EventKey = key,
            Number = number.Value,
            Type = ConsentEventType.Withdrawn,
            SenderId = sender?.Id,
            Cells = cells.Value,
            Assurance = Assurance.Asserted,
            Source = Source.Api,
            OccurredAt = ApiWords.TimeOf(request.OccurredAt) ?? now,
            Actor = client.Actor,
            ExternalRef = request.ExternalRef is { Length: <= ApiWords.MaxReference } reference ? reference : null,
            Origin = origins.OfApiKey(client.Key),
            Evidence = new() { RawPhone = request.Phone, Referrer = Kept(request.Source, MaxSource), Note = Kept(request.Note, MaxNote) },
        };
        var details = JsonSerializer.Serialize(new { sender = sender?.Name ?? "*", cells = act.Cells.ToString() });
        var audit = new AuditDraft(client.Actor, AuditAction.ConsentWithdrawn, Details: details);
        var recorded = await ledger.RecordAsync(act, audit).WaitAsync(WhenAway.Patience);
        if (recorded is { Failed: false, Value: { WasKnown: true } known } && await IsGivenSinceAsync(db, act, known))
        {
            // The same call again, and something has been given meanwhile: it is a new withdrawal.
            recorded = await ledger.RecordAsync(act with { EventKey = Guid.CreateVersion7() }, audit).WaitAsync(WhenAway.Patience);
        }

        return recorded.Failed ? recorded.Error : Answer(request, sender?.PublicId, act, recorded.Value);
    }

    private static async Task<bool> IsGivenSinceAsync(DashboardDbContext db, ConsentAct act, RecordedAct known)
    {
        var given = await db.Consents.AsNoTracking()
            .Where(c => c.SubscriberId == known.SubscriberId && c.State == ConsentState.Given && c.LastEventId > known.EventId && (act.SenderId == null || c.SenderId == act.SenderId))
            .Select(c => new { c.Channel, c.MessageType }).ToListAsync();
        return given.Exists(c => (Cells.Of(c.Channel, c.MessageType) & act.Cells) != ConsentCells.None);
    }

    private static async Task<(SenderName? Sender, string Region, Error? Error)> SenderAsync(DashboardDbContext db, WithdrawalRequest request, ApiClient client)
    {
        var senders = db.Senders.OrderBy(s => s.Id).Select(s => new SenderName(s.Id, s.PublicId, s.Name, s.DefaultRegion));
        if (request.Sender is not null)
        {
            var named = PublicId.TryParse(request.Sender, out var id) ? await db.Senders.Where(s => s.PublicId == id).Select(s => new SenderName(s.Id, s.PublicId, s.Name, s.DefaultRegion)).FirstOrDefaultAsync() : null;
            return named is null ? (null, "", WithdrawalErrors.UnknownSender) : (named, named.Region, client.MaySpeakFor(named.Id) ? null : WithdrawalErrors.OtherSender);
        }

        var all = await senders.ToListAsync();
        var own = client.Sender is { } bound ? all.Find(sender => sender.Id == bound) : null;
        return (own, (own ?? all.FirstOrDefault())?.Region ?? "US", null);
    }

    // An answer that comes again is the same, so what it says rests on the request and the event alone.
    private static WithdrawalResponse Answer(WithdrawalRequest request, PublicId? sender, ConsentAct act, RecordedAct recorded)
    {
        var stated = ApiWords.TimeOf(request.OccurredAt);
        var isLate = stated > recorded.RecordedAt;
        (string Name, bool IsAdjusted)[] properties =
        [
            ("region", request.Region is not null && RegionOf(request) is null),
            ("occurredAt", isLate || (request.OccurredAt is not null && stated is null)),
            ("source", request.Source?.Trim().Length > MaxSource),
            ("note", request.Note?.Trim().Length > MaxNote),
            ("externalRef", request.ExternalRef?.Length > ApiWords.MaxReference),
        ];
        return new(
            act.EventKey,
            $"{recorded.PublicId}",
            sender?.ToString(),
            [.. act.Cells.Indexes().Select(Cells.KeyOf)],
            isLate || stated is null ? recorded.RecordedAt : stated.Value,
            recorded.RecordedAt,
            [.. properties.Where(property => property.IsAdjusted).Select(property => property.Name)]);
    }

    /// <returns>Null where none is told, or one that has no numbers: that is no reason to refuse a withdrawal.</returns>
    private static string? RegionOf(WithdrawalRequest request) => request.Region?.Trim().ToUpperInvariant() is { } told && NumberFormats.IsKnownRegion(told) ? told : null;

    private static string? Kept(string? text, int most) => text?.Trim() is { Length: > 0 } said ? said[..Math.Min(said.Length, most)] : null;

    private sealed record SenderName(long Id, PublicId PublicId, string Name, string Region);
}
