using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Requests;

/// <summary>
/// Writes down what a person asks for; her clock runs from when it came. An objection or opt-out stops at once: the law
/// wants no identity check for it, and nothing waits for an answer.
/// </summary>
public sealed class EnterRequest(
    IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, RequestStore store, SubscriberDirectory directory, NumberVault vault, StopByRequest stop, TimeProvider clock)
{
    public const int MaxDetails = 4000;

    private const int OldestYears = 2;

    public sealed record Input
    {
        /// <summary>Whom it is about, where she is known; null: <see cref="Number"/> says it.</summary>
        public PublicId? Subscriber { get; init; }

        public string? Number { get; init; }

        /// <summary>ISO 3166; for a number without a calling code.</summary>
        public string Region { get; init; } = "US";

        public RequestLaw Law { get; init; } = RequestLaw.Gdpr;

        public RequestKind Kind { get; init; } = RequestKind.Access;

        public string ReceivedBy { get; init; } = "";

        public DateTime ReceivedAt { get; init; }

        public string Language { get; init; } = "en";

        /// <summary>Null: all senders.</summary>
        public long? SenderId { get; init; }

        public string? Details { get; init; }
    }

    /// <returns>The request's public id.</returns>
    public async Task<Result<PublicId>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.HandleRequests);
        var number = input.Subscriber is { } known ? await NumberOfAsync(known, cancellation) : NumberFormats.Parse(input.Number, input.Region);
        if (number.Failed)
        {
            return number.Error;
        }

        var (now, details) = (clock.UtcMilliseconds(), input.Details?.Trim() ?? "");
        if (Refusal(input, details, now) is { } refusal)
        {
            return refusal;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (input.SenderId is not null && !await db.Senders.AnyAsync(s => s.Id == input.SenderId, cancellation))
        {
            return RequestErrors.UnknownSender;
        }

        var request = New(input, actor);
        request.SubscriberId = (await directory.FindByNumberAsync(number.Value, cancellation))?.Id;
        request.NumberCipher = vault.Encrypt(number.Value.Value, request.PublicId);
        request.DetailsCipher = details.Length == 0 ? null : store.Seal(request, details);
        if (RequestDeadlines.IsStop(request.Kind))
        {
            // Before the row: if we die between the two she is left in peace, and the request is entered again.
            var stopped = await stop.RecordAsync(request, number.Value, actor);
            if (stopped.Failed)
            {
                return stopped.Error;
            }

            request.SubscriberId = stopped.Value.SubscriberId;
        }

        var audit = JsonSerializer.Serialize(new { law = $"{request.Law}", kind = $"{request.Kind}", receivedBy = request.ReceivedBy, known = request.SubscriberId is not null });
        var written = await ledger.ChangeAsync(new(actor, AuditAction.RequestEntered, request.SubscriberId, $"{request.PublicId}", Details: audit), async write =>
        {
            request.Id = 0;
            write.Add(request);
            await write.SaveChangesAsync(CancellationToken.None);
            return true;
        });
        return written.Failed ? written.Error : request.PublicId;
    }

    // The request keeps the number as if it had been typed: the code and the answer go there.
    private async Task<Result<E164Number>> NumberOfAsync(PublicId subscriber, CancellationToken cancellation) => await directory.FindAsync(subscriber, cancellation) switch
    {
        null => RequestErrors.UnknownPerson,
        { ErasedAt: not null } => RequestErrors.Erased,
        { Cipher: null } => RequestErrors.NumberNotKept,
        { Cipher: { } cipher } => NumberFormats.Parse(vault.Decrypt(cipher, subscriber), "US"),
    };

    private static PersonRequest New(Input input, Actor actor) => new()
    {
        PublicId = PublicId.Create(),
        Law = input.Law,
        Kind = input.Kind,
        ReceivedBy = input.ReceivedBy,
        SenderId = input.SenderId,
        Language = input.Language,
        ReceivedAt = input.ReceivedAt,
        DueAt = RequestDeadlines.DueAt(input.Law, input.Kind, input.ReceivedAt),
        CreatedBy = actor.Key,
        CreatedByName = actor.Name,
    };

    private static Error? Refusal(Input input, string details, DateTime now) => input switch
    {
        _ when !RequestDeadlines.KindsOf(input.Law).Contains(input.Kind) => RequestErrors.OtherLaw,
        _ when !RequestLists.Ways.Contains(input.ReceivedBy) => RequestErrors.UnknownWay,
        _ when input.ReceivedAt > now => RequestErrors.InTheFuture,
        _ when input.ReceivedAt < now.AddYears(-OldestYears) => RequestErrors.TooOld,
        _ when !RequestLists.Languages.Contains(input.Language) => RequestErrors.UnknownLanguage,
        _ when details.Length > MaxDetails => RequestErrors.DetailsLength,
        _ => null,
    };
}
