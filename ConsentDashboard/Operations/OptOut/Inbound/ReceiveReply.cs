using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.OptOut.Deadlines;
using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.OptOut.Inbound;

/// <summary>
/// A reply comes in: it is read, and what follows from it is durable before the gateway is answered. The same message
/// again, even at the same moment, changes nothing more.
/// </summary>
public sealed class ReceiveReply(
    ReplySenders senders,
    ReplyRows rows,
    ReplyAnswers answers,
    RestoreByReply restore,
    ConfirmOptIn confirm,
    SubscriberDirectory directory,
    SendLimits limits,
    LedgerWriter ledger,
    OutboxFeed outbox,
    IDbContextFactory<DashboardDbContext> contexts,
    DeadlineRules deadlines,
    InboundOptions options)
{
    private const string WhyPaused = "a reply may be an opt-out";

    /// <param name="reply">As the gateway passed it on.</param>
    /// <param name="formAddress">The public address of a page, for instance of <c>join/tea-club</c>.</param>
    /// <returns>An error only where nothing could be recorded just now (maintenance): the gateway has to send it again.</returns>
    public async Task<Result<ReceivedReply>> ExecuteAsync(InboundReply reply, Func<string, string> formAddress, CancellationToken cancellation = default)
    {
        var to = await senders.FindAsync(reply.Source, reply.To, cancellation);
        var verdict = ReplyClassifier.Classify(reply.Text, to?.Words);
        var number = ReplyNumbers.Parse(reply.From, to?.Sender.DefaultRegion);
        return this switch
        {
            _ when number.Failed => await AskPeopleAsync(reply, verdict, to, to?.Sender.DefaultRegion, InboxReason.UnreadableNumber),
            _ when verdict.Kind == ReplyKind.OptOut => await WithdrawAsync(reply, verdict, to, number.Value),
            _ when await rows.IsKnownAsync(reply, cancellation) => new ReceivedReply(ReplyOutcome.KnownAlready, verdict.Kind),
            _ when verdict.Kind == ReplyKind.MayBeOptOut => await PauseAsync(reply, verdict, to, number.Value, cancellation),
            _ when verdict.Kind == ReplyKind.OptIn && to is not null => await OptInAsync(reply, verdict, to, number.Value, formAddress, cancellation),
            _ when verdict.Kind == ReplyKind.Help && to is not null => await HelpAsync(reply, verdict, to, number.Value, cancellation),
            _ => await KeepAsync(reply, verdict, to, number.Value, cancellation),
        };
    }

    private async Task<Result<ReceivedReply>> WithdrawAsync(InboundReply reply, ReplyVerdict verdict, ReplySender? to, E164Number number)
    {
        var ended = to?.ScopeOf(verdict.Keywords) ?? ConsentCells.All;
        var recorded = await ledger.RecordAsync(new()
        {
            EventKey = ReplyKeys.Of(reply, "withdrawal"),
            Number = number,
            Language = verdict.Language ?? "",
            Type = ConsentEventType.Withdrawn,
            SenderId = to?.Sender.Id,
            Cells = ended,
            Assurance = Assurance.Proven,
            Source = Source.SmsReply,
            Method = Method.SmsKeyword,
            OccurredAt = reply.ReceivedAt,
            ArrivedAt = reply.ReceivedAt,
            Actor = Actor.Person,
            Evidence = Proof(reply, verdict) with { AffirmativeAct = "replied that she wants no more messages" },
            Outbox = to is { Sender.ConfirmsOptOut: true } ? [answers.OptedOut(reply, verdict, to, number, ended)] : [],
            SendsOnlyIfNew = true,
        });
        return recorded.Failed ? recorded.Error : new ReceivedReply(recorded.Value.WasKnown ? ReplyOutcome.KnownAlready : ReplyOutcome.Withdrawn, verdict.Kind);
    }

    // A number that is not known here has no consent to pause; who wrote is kept with the message until it is handled.
    private async Task<Result<ReceivedReply>> PauseAsync(InboundReply reply, ReplyVerdict verdict, ReplySender? to, E164Number number, CancellationToken cancellation)
    {
        if (await directory.FindByNumberAsync(number, cancellation) is not { } known)
        {
            return await AskPeopleAsync(reply, verdict, to, to?.Sender.DefaultRegion, InboxReason.MayBeOptOut);
        }

        var recorded = await ledger.RecordAsync(new()
        {
            EventKey = ReplyKeys.Of(reply, "pause"),
            SubscriberId = known.Id,
            Type = ConsentEventType.ContactPaused,
            SenderId = to?.Sender.Id,
            Source = Source.SmsReply,
            Method = Method.SmsKeyword,
            OccurredAt = reply.ReceivedAt,
            ArrivedAt = reply.ReceivedAt,
            Actor = Actor.Person,
            IntervalReason = WhyPaused,
            Inbound = new(() => Waiting(reply, verdict, to, known, known.Region, InboxReason.MayBeOptOut)),
        });
        return recorded.Failed ? recorded.Error : new ReceivedReply(recorded.Value.WasKnown ? ReplyOutcome.KnownAlready : ReplyOutcome.Waiting, verdict.Kind);
    }

    private async Task<Result<ReceivedReply>> OptInAsync(InboundReply reply, ReplyVerdict verdict, ReplySender to, E164Number number, Func<string, string> formAddress, CancellationToken cancellation)
    {
        var known = await directory.FindByNumberAsync(number, cancellation);
        if (known is { ErasedAt: null })
        {
            var row = new InboundDraft(() => rows.New(reply, verdict, to.Sender.Id, known.Id, keepsFrom: false));
            var confirmed = await confirm.ByReplyAsync(known.Id, to.Sender.Id, Proof(reply, verdict), row, answers.OptedIn(reply, verdict, to, number, isConfirmed: true), cancellation);
            if (confirmed.Failed && confirmed.Error == LedgerErrors.Maintenance)
            {
                return confirmed.Error;
            }

            if (!confirmed.Failed || await restore.ExecuteAsync(reply, known.Id, to.Sender.Id, Proof(reply, verdict), row, answers.OptedIn(reply, verdict, to, number, isConfirmed: false), cancellation))
            {
                return new ReceivedReply(ReplyOutcome.GaveConsent, verdict.Kind);
            }
        }

        var form = await FormOfAsync(to.Sender.Id, cancellation);
        var invitation = answers.Invitation(reply, verdict, to, number, form is null ? null : formAddress($"join/{form}"));
        return await AnswerAsync(reply, verdict, to, number, known, invitation, ReplyOutcome.Invited);
    }

    private async Task<Result<ReceivedReply>> HelpAsync(InboundReply reply, ReplyVerdict verdict, ReplySender to, E164Number number, CancellationToken cancellation) =>
        await AnswerAsync(reply, verdict, to, number, await directory.FindByNumberAsync(number, cancellation), answers.Help(reply, verdict, to, number), ReplyOutcome.Helped);

    private async Task<Result<ReceivedReply>> KeepAsync(InboundReply reply, ReplyVerdict verdict, ReplySender? to, E164Number number, CancellationToken cancellation)
    {
        var known = await directory.FindByNumberAsync(number, cancellation);
        var row = ReplyKeys.IsSample(reply, options.SampleOneIn)
            ? Waiting(reply, verdict, to, known, number.Region, InboxReason.Sample)
            : rows.New(reply, verdict, to?.Sender.Id, known?.Id, keepsFrom: known is null);
        return new ReceivedReply(await rows.KeepAsync(row, []) ? ReplyOutcome.Kept : ReplyOutcome.KnownAlready, verdict.Kind);
    }

    // Two machines that answer each other would never end: after a few answers an hour a number gets no more.
    private async Task<Result<ReceivedReply>> AnswerAsync(InboundReply reply, ReplyVerdict verdict, ReplySender to, E164Number number, Subscriber? known, OutboxDraft answer, ReplyOutcome outcome)
    {
        var row = rows.New(reply, verdict, to.Sender.Id, known?.Id, keepsFrom: known is null);
        List<OutboxMessage> texts = await limits.TakeAnswerAsync(number)
            ? [new() { MessageKey = answer.MessageKey, Endpoint = answer.Endpoint, Kind = answer.Kind, PayloadCipher = answer.PayloadCipher, SenderId = answer.SenderId, SubscriberId = known?.Id, CreatedAt = reply.ReceivedAt, DueAt = reply.ReceivedAt }]
            : [];
        var isNew = await rows.KeepAsync(row, texts);
        outbox.Wake();
        return new ReceivedReply(isNew ? outcome : ReplyOutcome.KnownAlready, verdict.Kind);
    }

    private async Task<Result<ReceivedReply>> AskPeopleAsync(InboundReply reply, ReplyVerdict verdict, ReplySender? to, string? region, InboxReason reason) =>
        new ReceivedReply(await rows.KeepAsync(Waiting(reply, verdict, to, null, region, reason), []) ? ReplyOutcome.Waiting : ReplyOutcome.KnownAlready, verdict.Kind);

    private InboundMessage Waiting(InboundReply reply, ReplyVerdict verdict, ReplySender? to, Subscriber? known, string? region, InboxReason reason)
    {
        var row = rows.New(reply, verdict, to?.Sender.Id, known?.Id, keepsFrom: known?.Cipher is null);
        (row.State, row.Reason, row.DueAt) = (InboxState.Waiting, reason, reason == InboxReason.Sample ? Times.Never : deadlines.DueAt(region ?? "", reply.ReceivedAt));
        return row;
    }

    private async Task<string?> FormOfAsync(long senderId, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.CollectionPoints
            .Where(p => p.SenderId == senderId && p.Status == CollectionPointStatus.Active && !p.IsTest && (p.Kind == CollectionPointKind.Newsletter || p.Kind == CollectionPointKind.SiteRegistration))
            .OrderBy(p => p.Id).Select(p => p.Slug).FirstOrDefaultAsync(cancellation);
    }

    private static EvidenceDocument Proof(InboundReply reply, ReplyVerdict verdict) => new()
    {
        MessageId = reply.ProviderId,
        RawText = ReplyRows.Short(reply.Text, ReplyRows.MostText),
        RawPhone = reply.From,
        Words = verdict.Words.Count == 0 ? null : verdict.Words,
    };
}
