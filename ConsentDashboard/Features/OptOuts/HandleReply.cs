using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.OptOuts;

public enum InboxDecision
{
    Withdraw,
    NotAnOptOut,
}

/// <summary>
/// Somebody has read a message and decides. What follows is durable before the message counts as handled: after a crash
/// between the two it is decided again, and recorded once.
/// </summary>
public sealed class HandleReply(IDbContextFactory<DashboardDbContext> contexts, InboxClaims claims, WithdrawByReply withdrawal, InboxPauses pauses, AuditTrail audit)
{
    public const int MaxNote = 500;

    // As many digits make a number out of a note; fewer are tickets and dates.
    private const int TellingDigits = 7;

    public sealed record Input
    {
        public PublicId Message { get; init; }

        public InboxDecision Decision { get; init; }

        /// <summary>Not only from the sender that the message was sent to.</summary>
        public bool FromAllSenders { get; init; }

        /// <summary>In any common format; only where what stood for it could not be read.</summary>
        public string? Number { get; init; }

        public string? Note { get; init; }
    }

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.HandleInbox);
        var message = await FindAsync(input.Message, cancellation);
        var note = string.IsNullOrWhiteSpace(input.Note) ? null : input.Note.Trim();
        Error? refusal = message switch
        {
            null or { State: InboxState.None } => InboxErrors.NotFound,
            { State: InboxState.Withdrawn } => InboxErrors.AlreadyHandled,
            { State: InboxState.NotAnOptOut } when input.Decision == InboxDecision.NotAnOptOut => InboxErrors.AlreadyHandled,
            _ when note?.Length > MaxNote => InboxErrors.NoteLength,
            { Reason: InboxReason.UnreadableNumber } when input.Decision == InboxDecision.NotAnOptOut && note is null => InboxErrors.NoteNeeded,

            // The audit trail is not encrypted, so no number may slip into it; a withdrawal's note is evidence, which is.
            _ when input.Decision == InboxDecision.NotAnOptOut && note?.Count(char.IsDigit) >= TellingDigits => InboxErrors.NoteHasNumber,
            _ => null,
        };
        if (refusal is not null)
        {
            return refusal;
        }

        var to = await withdrawal.NumberAsync(message!, input.Number, cancellation);
        if (input.Decision == InboxDecision.Withdraw && to.Failed)
        {
            return to.Error;
        }

        if (await claims.TakeAsync(message!, actor) is not { } claim)
        {
            return InboxErrors.BeingHandled;
        }

        await using (claim)
        {
            return input.Decision == InboxDecision.Withdraw
                ? await WithdrawAsync(claim, to.Value, input with { Note = note }, actor)
                : await DismissAsync(claim, note, actor);
        }
    }

    private async Task<Result> WithdrawAsync(InboxClaim claim, E164Number? number, Input input, Actor actor)
    {
        var recorded = await withdrawal.RecordAsync(claim.Message, number, input, actor, Draft(claim.Message, InboxDecision.Withdraw, actor));
        if (recorded.Failed)
        {
            return recorded.Error;
        }

        await LiftAsync(claim.Message, actor);
        await claim.EndAsync(InboxState.Withdrawn, actor, recorded.Value);
        await LiftAsync(claim.Message, actor);
        return Result.Ok;
    }

    private async Task<Result> DismissAsync(InboxClaim claim, string? note, Actor actor)
    {
        var draft = Draft(claim.Message, InboxDecision.NotAnOptOut, actor) with { Reason = note };
        if (!await LiftAsync(claim.Message, actor, draft))
        {
            await audit.RecordAsync(draft);
        }

        await claim.EndAsync(InboxState.NotAnOptOut, actor, withdrawal: null);
        await LiftAsync(claim.Message, actor);
        return Result.Ok;
    }

    // Before the message counts as handled, so that a crash leaves it waiting; and after, because two that are handled at
    // once each see the other still waiting.
    private async Task<bool> LiftAsync(InboundMessage message, Actor actor, AuditDraft? draft = null) =>
        message.SubscriberId is { } subscriber && await pauses.LiftAsync(message, subscriber, actor, draft);

    private async Task<InboundMessage?> FindAsync(PublicId id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.InboundMessages.AsNoTracking().FirstOrDefaultAsync(m => m.PublicId == id, cancellation);
    }

    private static AuditDraft Draft(InboundMessage message, InboxDecision decision, Actor actor) => new(
        actor, AuditAction.InboxHandled, message.SubscriberId, message.PublicId.ToString(),
        Details: JsonSerializer.Serialize(new { decision = decision.ToString(), reason = message.Reason.ToString() }));
}
