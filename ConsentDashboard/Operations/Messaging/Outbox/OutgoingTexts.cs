using System.Security.Cryptography;
using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Messaging.Outbox;

/// <summary>A claimed message, opened.</summary>
/// <param name="Text">Null where it must not be sent.</param>
/// <param name="Instead">What comes of it then.</param>
/// <param name="EndsAt">When there is no use for it any more.</param>
public sealed record Outgoing(OutboxMessage Row, OutgoingText? Text, SendOutcome? Instead, DateTime EndsAt);

/// <summary>Opens claimed messages and finds where they leave from. One statement each for all of them.</summary>
public sealed class OutgoingTexts(IDbContextFactory<DashboardDbContext> contexts, TextMessages texts, MessagesOptions options, TimeProvider clock, ILogger<OutgoingTexts> log)
{
    public async Task<IReadOnlyList<Outgoing>> OpenAsync(IReadOnlyList<OutboxMessage> rows, IMessageSender sender)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var source = sender.Source;
        var addresses = (await db.SenderAddresses.AsNoTracking().Where(a => a.Source == source).OrderBy(a => a.Id).ToListAsync()).ToLookup(a => a.SenderId, a => a.Address);
        var people = rows.Where(row => row.Kind == MessageKinds.ConfirmationCode).Select(row => row.SubscriberId).ToList();
        var requests = people.Count == 0
            ? []
            : await db.PendingRequests.AsNoTracking().Where(r => people.Contains(r.SubscriberId)).Select(r => new { r.SubscriberId, r.SenderId, r.ExpiresAt }).ToListAsync();
        var now = clock.UtcMilliseconds();
        return [.. rows.Select(row =>
        {
            var (message, instead) = Open(row);
            var endsAt = row.Kind == MessageKinds.OptOutAnswer ? row.CreatedAt + MessageKinds.OptOutAnswerLife
                : row.Kind == MessageKinds.RequestCode ? row.CreatedAt + MessageKinds.RequestCodeLife
                : row.Kind != MessageKinds.ConfirmationCode || row.SubscriberId is null || message is null
                ? Times.Never
                : requests.Where(r => r.SubscriberId == row.SubscriberId && r.SenderId == message.SenderId).Select(r => r.ExpiresAt).DefaultIfEmpty(Times.NotYet).Max();
            var from = addresses[message?.SenderId ?? 0].FirstOrDefault();
            SendFailure? refusal = this switch
            {
                // Claims count as tries, so a message that ends the process each time comes to an end.
                _ when row.Tries > options.MaxTries => new(FailureKind.Interrupted),
                _ when endsAt <= now => new(row.Kind is MessageKinds.OptOutAnswer or MessageKinds.RequestCode ? FailureKind.TooOld : FailureKind.RequestEnded),
                _ when message is not null && from is null && sender.NeedsAddress => new(FailureKind.NoSenderAddress, source),
                _ => null,
            };
            instead = refusal is null ? instead : new SendOutcome.Refused(refusal);
            return new Outgoing(row, instead is null ? new(row.MessageKey, from ?? "", message!.To, message.Text) : null, instead, endsAt);
        })];
    }

    private (TextMessage? Message, SendOutcome? Instead) Open(OutboxMessage row)
    {
        var unreadable = new SendFailure(FailureKind.Unreadable);
        try
        {
            return texts.Open(row) is { } message ? (message, null) : (null, new SendOutcome.Refused(unreadable));
        }
        catch (KeyException e)
        {
            // Somebody may put the key back.
            log.LogError("The outbox message {Key} does not open yet. {Reason}", row.MessageKey, e.Message);
            return (null, new SendOutcome.Retry(unreadable));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            log.LogError("The outbox message {Key} does not open: its row was changed. It is given up", row.MessageKey);
            return (null, new SendOutcome.Refused(unreadable));
        }
    }
}
