using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Collection;

/// <summary>The person answers a double opt-in: with the code that she got, or with a reply that says yes.</summary>
public sealed class ConfirmOptIn(
    IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, WriteGate gate, ConfirmationCodes codes, TimeProvider clock)
{
    /// <summary>Of a million codes; after so many wrong ones the request waits for a new code.</summary>
    public const int MaxTries = 5;

    /// <summary>Answers that confirm; the normalised whole message.</summary>
    private static readonly string[] Yes = ["YES", "Y", "ДА"];

    public static bool SaysYes(string text) => Yes.Contains(text.Trim().TrimEnd('!', '.').ToUpperInvariant(), StringComparer.Ordinal);

    /// <param name="submission">What was sent in.</param>
    /// <param name="typed">The code as it was typed.</param>
    /// <param name="evidence">Where it was typed.</param>
    public async Task<Result<RecordedAct>> ByCodeAsync(Guid submission, string? typed, EvidenceDocument evidence, CancellationToken cancellation = default)
    {
        var code = ConfirmationCodes.Plain(typed);
        if (code.Length != ConfirmationCodes.Length || !code.All(char.IsAsciiDigit))
        {
            return CollectionErrors.WrongCode;
        }

        var requests = await OpenAsync(submission, cancellation);
        if (requests.Count == 0)
        {
            return CollectionErrors.NothingPending;
        }

        // The try is taken before the code is looked at: guesses that come side by side are counted all the same.
        if (!await TakeTryAsync(submission))
        {
            return CollectionErrors.TooManyTries;
        }

        return CryptographicOperations.FixedTimeEquals(requests[0].CodeHash, codes.Hash(submission, code))
            ? await ConfirmAsync(requests, Source.HostedForm, Method.ConfirmationCode, evidence with { AffirmativeAct = "typed the code that was sent to the number" })
            : CollectionErrors.WrongCode;
    }

    /// <summary>YES or ДА in reply: it answers the newest request of that sender to that number.</summary>
    /// <param name="evidence">With the gateway's message id and the text as it came.</param>
    /// <param name="inbound">The row of the message, where it is kept.</param>
    /// <param name="answer">What she gets in answer.</param>
    public async Task<Result<RecordedAct>> ByReplyAsync(long subscriberId, long senderId, EvidenceDocument evidence, InboundDraft? inbound = null, OutboxDraft? answer = null, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.UtcMilliseconds();
        var newest = await db.PendingRequests.Where(p => p.SubscriberId == subscriberId && p.SenderId == senderId && p.ExpiresAt > now)
            .OrderByDescending(p => p.Id).Select(p => (Guid?)p.Submission).FirstOrDefaultAsync(cancellation);
        return newest is { } submission
            ? await ConfirmAsync(await OpenAsync(submission, cancellation), Source.SmsReply, Method.SmsKeyword, evidence with { AffirmativeAct = "replied yes to the confirmation text" }, inbound, answer)
            : CollectionErrors.NothingPending;
    }

    private async Task<List<PendingRequest>> OpenAsync(Guid submission, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.UtcMilliseconds();
        return await db.PendingRequests.AsNoTracking().Where(p => p.Submission == submission && p.ExpiresAt > now).OrderBy(p => p.Kind).ToListAsync(cancellation);
    }

    private async Task<bool> TakeTryAsync(Guid submission)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        return await db.PendingRequests.Where(p => p.Submission == submission && p.Tries < MaxTries)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Tries, p => p.Tries + 1)) > 0;
    }

    private async Task<Result<RecordedAct>> ConfirmAsync(List<PendingRequest> requests, Source source, Method method, EvidenceDocument evidence, InboundDraft? inbound = null, OutboxDraft? answer = null)
    {
        if (requests.Count == 0)
        {
            return CollectionErrors.NothingPending;
        }

        var now = clock.UtcMilliseconds();
        var answers = await Task.WhenAll(requests.Select((request, index) => ledger.RecordAsync(new()
        {
            SubscriberId = request.SubscriberId,
            Language = request.Language,
            Type = ConsentEventType.Confirmed,
            SenderId = request.SenderId,
            Kind = request.Kind,
            Cells = request.Cells,
            Source = source,
            Method = method,
            OccurredAt = now,
            Actor = Actor.Person,
            NoticeVersionId = request.NoticeVersionId,
            CollectionPointId = request.CollectionPointId,
            RefersTo = request.EventKey,
            AnswersPending = true,
            IsTest = request.IsTest,
            Evidence = evidence,
            Inbound = index == 0 ? inbound : null,
            Outbox = index == 0 && answer is not null ? [answer] : [],
        })));
        return answers.FirstOrDefault(answer => answer.Failed) is { Failed: true } failed ? failed : answers[0];
    }
}
