using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.OptOut;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>
/// A member of staff passes on that the person withdraws. Nothing about the person refuses it: not a hold, not a
/// restriction, not that nothing was given.
/// </summary>
public sealed class WithdrawConsent(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, Origins origins, TimeProvider clock)
{
    public const int MaxNote = 500;

    public sealed record Input
    {
        /// <summary>Made when the dialog opens, so that a double click is one event.</summary>
        public Guid EventKey { get; init; } = Guid.CreateVersion7();

        public PublicId Subscriber { get; init; }

        /// <summary>Null: from all senders.</summary>
        public long? SenderId { get; init; }

        public ConsentCells Cells { get; init; }

        /// <summary>How she asked: <see cref="Method.Call"/> or <see cref="Method.Form"/>.</summary>
        public Method Method { get; init; } = Method.Call;

        public string? Note { get; init; }
    }

    /// <param name="input">What is withdrawn.</param>
    /// <param name="actor">Who passes it on.</param>
    /// <param name="cancellation">Ends the checks before the act; once recording has begun it runs to its end.</param>
    public async Task<Result<RecordedAct>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.WithdrawConsent);
        var note = string.IsNullOrWhiteSpace(input.Note) ? null : input.Note.Trim();
        Error? refusal = input switch
        {
            _ when (input.Cells & ConsentCells.All) == ConsentCells.None => ProfileErrors.NothingChosen,
            { Method: not (Method.Call or Method.Form) } => ProfileErrors.UnknownWay,
            _ when note?.Length > MaxNote => ProfileErrors.NoteLength,
            _ => null,
        };
        if (refusal is not null)
        {
            return refusal;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var subscriberId = await db.Subscribers.Where(s => s.PublicId == input.Subscriber).Select(s => (long?)s.Id).FirstOrDefaultAsync(cancellation);
        if (subscriberId is null)
        {
            return ProfileErrors.NotFound;
        }

        var sender = await db.Senders.Where(s => s.Id == input.SenderId).Select(s => s.Name).FirstOrDefaultAsync(cancellation);
        if (input.SenderId is not null && sender is null)
        {
            return ProfileErrors.UnknownSender;
        }

        var act = new ConsentAct
        {
            EventKey = input.EventKey,
            SubscriberId = subscriberId,
            Type = ConsentEventType.Withdrawn,
            SenderId = input.SenderId,
            Cells = input.Cells & ConsentCells.All,
            Assurance = Assurance.Asserted,
            Source = Source.Staff,
            Method = input.Method,
            OccurredAt = clock.UtcMilliseconds(),
            Actor = actor,
            Origin = origins.OfAgent(actor),
            Evidence = new() { Operator = actor.Key, Note = note },
        };

        // The note may hold what she said, so it stays in the evidence, which is encrypted and erased with her.
        var details = JsonSerializer.Serialize(new { sender = sender ?? "*", cells = act.Cells.ToString() });
        return await ledger.RecordAsync(act, new AuditDraft(actor, AuditAction.ConsentWithdrawn, subscriberId, Details: details));
    }
}
