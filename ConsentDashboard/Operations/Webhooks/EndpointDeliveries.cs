using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.Messaging.Outbox;
using ConsentDashboard.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Webhooks;

/// <summary>Sends what is due at one receiver: several lanes at once, each in its order, and one message at a time while it fails.</summary>
internal sealed class EndpointDeliveries(
    IDbContextFactory<DashboardDbContext> contexts,
    OutboxClaims claims,
    OutboxFeed feed,
    WebhookMessages messages,
    WebhookClient client,
    EndpointHealth health,
    WebhookOptions options,
    TimeProvider clock,
    ILogger<EndpointDeliveries> log)
{
    // Later tries follow every ten minutes: a stop that arrives an hour late is an hour of unlawful texts.
    private const int SlowestStep = 4;

    /// <returns>How many messages were settled: delivered, or put off.</returns>
    public async Task<int> RunAsync(long id, CancellationToken stopping)
    {
        List<Task<Attempt>> running = [];
        var (settled, hasMore) = (0, true);
        var endpoint = await FindAsync(id);
        try
        {
            while (true)
            {
                var room = endpoint?.FailingSince is null ? options.Parallel - running.Count : 1 - running.Count;
                if (endpoint is not null && hasMore && room > 0 && running.Count <= options.Parallel / 2 && !stopping.IsCancellationRequested && !health.IsPaused(endpoint))
                {
                    var claimed = await claims.ClaimAsync(room, WebhookEndpoint.LaneOf(endpoint.PublicId));
                    hasMore = claimed.Count > 0;
                    running.AddRange(claimed.Select(row => SendAsync(endpoint, row)));
                }

                if (running.Count == 0)
                {
                    return settled;
                }

                await Task.WhenAny(running);
                var ended = running.FindAll(send => send.IsCompleted).ConvertAll(send => send.Result);
                running.RemoveAll(send => send.IsCompleted && ended.Contains(send.Result));
                await claims.SettleAsync([.. ended.Select(attempt => attempt.Settlement)], db => health.NoteAsync(db, endpoint!, [.. ended.Select(attempt => attempt.Answer).OfType<WebhookAnswer>()]));
                settled += ended.Count;

                // It fails: the next try is for the next round, so that a dead receiver is not called in a circle.
                hasMore = ended.Exists(attempt => attempt.Answer is null or { Failure: null });
                endpoint = await FindAsync(id) ?? (running.Count > 0 ? endpoint : null);
                feed.Announce();
            }
        }
        finally
        {
            await Task.WhenAll(running);
        }
    }

    // Read again each time: a rotation, a new address or a switch takes effect with the next message.
    private async Task<WebhookEndpoint?> FindAsync(long id)
    {
        await using var db = await contexts.CreateDbContextAsync();
        return await db.WebhookEndpoints.AsNoTracking().FirstOrDefaultAsync(e => e.Id == id && e.IsActive);
    }

    private async Task<Attempt> SendAsync(WebhookEndpoint endpoint, OutboxMessage row)
    {
        try
        {
            if (messages.Open(row) is { } body)
            {
                var answer = await client.PostAsync(endpoint, row.MessageKey, body);
                return new(Settle(row, answer), answer);
            }

            return new(new(row, Verdict.GivenUp, Failure: new(FailureKind.Unreadable)));
        }
        catch (KeyException e)
        {
            // Somebody may put the key back.
            log.LogError("The webhook message {Key} does not open yet. {Reason}", row.MessageKey, e.Message);
            return new(Later(row, new(FailureKind.Unreadable)));
        }
        catch (CryptographicException)
        {
            log.LogError("The webhook message {Key} or its endpoint's secret does not open: its row was changed. It is given up", row.MessageKey);
            return new(new(row, Verdict.GivenUp, Failure: new(FailureKind.Unreadable)));
        }
        catch (Exception e)
        {
            // The exception's own words may hold the address.
            log.LogError("Sending {Key} failed with {Reason}", row.MessageKey, e.GetType().Name);
            var answer = new WebhookAnswer(null, new(FailureKind.Unreachable));
            return new(Settle(row, answer), answer);
        }
    }

    private Settlement Settle(OutboxMessage row, WebhookAnswer answer) => answer.Failure is { } failure
        ? Later(row, failure, answer.After) with { Status = (short?)answer.Status }
        : new(row, Verdict.Delivered) { Status = (short?)answer.Status };

    private Settlement Later(OutboxMessage row, SendFailure failure, TimeSpan? asked = null) =>
        new(row, Verdict.Later, Times.Truncate(clock.UtcMilliseconds() + Backoff.After(Math.Min(row.Tries, SlowestStep), asked)), failure);

    /// <param name="Answer">Null where nothing was sent.</param>
    private sealed record Attempt(Settlement Settlement, WebhookAnswer? Answer = null);
}
