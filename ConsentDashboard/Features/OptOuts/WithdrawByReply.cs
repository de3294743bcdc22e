using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.OptOut.Inbound;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.OptOuts;

/// <summary>What a member of staff reads as an opt-out is withdrawn as if the machine had read it: it is the person's own reply, of when it came in.</summary>
public sealed class WithdrawByReply(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, InboundTexts texts, KeyStore keys)
{
    private const string AnyRegion = "US";

    /// <returns>Null where the message has its subscriber; otherwise the number that was typed, or that of whoever wrote.</returns>
    public async Task<Result<E164Number?>> NumberAsync(InboundMessage message, string? typed, CancellationToken cancellation)
    {
        if (message.SubscriberId is not null)
        {
            return new Result<E164Number?>(null, null);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var region = await db.Senders.Where(s => s.Id == message.SenderId).Select(s => s.DefaultRegion).FirstOrDefaultAsync(cancellation);
        if (string.IsNullOrWhiteSpace(typed) && message.Reason == InboxReason.UnreadableNumber)
        {
            return InboxErrors.NumberNeeded;
        }

        var number = string.IsNullOrWhiteSpace(typed) ? ReplyNumbers.Parse(texts.From(message), region) : NumberFormats.Parse(typed, region ?? AnyRegion);
        return number.Failed ? number.Error : number.Value;
    }

    /// <returns>The key of the withdrawal.</returns>
    public async Task<Result<Guid>> RecordAsync(InboundMessage message, E164Number? number, HandleReply.Input input, Actor actor, AuditDraft audit)
    {
        var key = number is { } other ? InboxKeys.Withdrawal(message.PublicId, other, input.FromAllSenders, keys.Current) : InboxKeys.Withdrawal(message.PublicId, input.FromAllSenders);
        var recorded = await ledger.RecordAsync(
            new()
            {
                EventKey = key,
                SubscriberId = message.SubscriberId,
                Number = number,
                Type = ConsentEventType.Withdrawn,
                SenderId = input.FromAllSenders ? null : message.SenderId,
                Cells = ConsentCells.All,
                Assurance = Assurance.Proven,
                Source = Source.SmsReply,
                Method = Method.SmsKeyword,
                OccurredAt = message.ReceivedAt,
                ArrivedAt = message.ReceivedAt,
                Actor = actor,
                Evidence = new()
                {
                    AffirmativeAct = "replied in words that a member of staff read as an opt-out",
                    MessageId = message.ProviderId,
                    RawText = texts.Text(message),
                    RawPhone = string.IsNullOrWhiteSpace(input.Number) ? null : input.Number.Trim(),
                    Words = message.VerdictWords?.Split("; ", StringSplitOptions.RemoveEmptyEntries),
                    Operator = actor.Key,
                    Note = input.Note,
                },
            },
            audit);
        return recorded.Failed ? recorded.Error : key;
    }
}
