using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.OptOut;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers.Callers;

/// <summary>Somebody on the phone wants to be left alone by all senders. A number that is not known here is suppressed just the same.</summary>
public sealed class WithdrawCaller(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, Origins origins, TimeProvider clock)
{
    public sealed record Input
    {
        /// <summary>Made when the dialog opens, so that a double click is one event.</summary>
        public Guid EventKey { get; init; } = Guid.CreateVersion7();

        /// <summary>Null where the number is not known.</summary>
        public PublicId? Subscriber { get; init; }

        /// <summary>The number as it was typed; it names the person where no id does.</summary>
        public required FindSubscriber.Input Typed { get; init; }

        public string? Note { get; init; }
    }

    /// <param name="input">Who is on the phone.</param>
    /// <param name="actor">Who talks to her.</param>
    /// <param name="cancellation">Ends the checks before the act; once recording has begun it runs to its end.</param>
    public async Task<Result<RecordedAct>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.WithdrawConsent);
        var note = string.IsNullOrWhiteSpace(input.Note) ? null : input.Note.Trim();
        if (note?.Length > WithdrawConsent.MaxNote)
        {
            return ProfileErrors.NoteLength;
        }

        var (subscriber, number, unknown) = await WhoAsync(input, cancellation);
        if (unknown is not null)
        {
            return unknown;
        }

        var act = new ConsentAct
        {
            EventKey = input.EventKey,
            SubscriberId = subscriber,
            Number = number,
            Type = ConsentEventType.Withdrawn,
            Cells = ConsentCells.All,
            Assurance = Assurance.Asserted,
            Source = Source.Staff,
            Method = Method.Call,
            OccurredAt = clock.UtcMilliseconds(),
            Actor = actor,
            Origin = origins.OfAgent(actor),
            Evidence = new() { Operator = actor.Key, Note = note, RawPhone = input.Typed.Text?.Trim() },
        };
        var details = JsonSerializer.Serialize(new { sender = "*", cells = act.Cells.ToString() });
        return await ledger.RecordAsync(act, new AuditDraft(actor, AuditAction.ConsentWithdrawn, subscriber, Details: details));
    }

    private async Task<(long? Subscriber, E164Number? Number, Error? Error)> WhoAsync(Input input, CancellationToken cancellation)
    {
        // By the number where it is whole: an erasure may have come since she was found.
        var number = NumberFormats.Parse(input.Typed.Text, input.Typed.Region);
        if (input.Subscriber is not { } id || !number.Failed)
        {
            return (null, number.Failed ? null : number.Value, number.Error);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await db.Subscribers.Where(s => s.PublicId == id).Select(s => (long?)s.Id).FirstOrDefaultAsync(cancellation);
        return (found, null, found is null ? ProfileErrors.NotFound : null);
    }
}
