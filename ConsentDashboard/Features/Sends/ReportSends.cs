using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Sends;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Sends;

/// <summary>Another system tells what it has sent. However often the same call comes, and wherever it is cut off, each message is counted once.</summary>
internal sealed class ReportSends(CountSends count, IdempotentReplies replies, AuditTrail audit)
{
    /// <param name="sends">What was sent.</param>
    /// <param name="client">Who tells it.</param>
    /// <param name="call">The call, already claimed.</param>
    /// <param name="noted">How far it had come; empty at first.</param>
    /// <returns>The answer to keep.</returns>
    public async Task<Result<string>> ExecuteAsync(CheckedSends sends, ApiClient client, IdempotentCall call, string noted)
    {
        var slices = sends.To.Chunk(CountSends.Slice).ToList();
        var progress = Progress.Read(noted);
        while (progress.Slices < slices.Count)
        {
            var next = progress;
            var counted = await count.ExecuteAsync(sends.Sent, slices[progress.Slices], async (db, sums) =>
            {
                next = new(progress.Slices + 1, progress.Sums + sums);
                return await IdempotentReplies.AdvanceAsync(db, call, noted, next.Write());
            });
            if (counted.Failed)
            {
                return counted.Error;
            }

            if (counted.Value is null)
            {
                // The same call, at work in another process, has counted this slice.
                var found = await replies.FindAsync(call);
                if (found is not { Status: 0 } || found.Body == noted)
                {
                    return found is { Status: > 0 } ? found.Body : throw new InvalidOperationException("The call is no longer known.");
                }

                (noted, progress) = (found.Body, Progress.Read(found.Body));
                continue;
            }

            (noted, progress) = (next.Write(), next);
        }

        var (all, sent) = (progress.Sums, sends.Sent);
        var answer = JsonSerializer.Serialize(
            new SendsResponse(DateOnly.FromDateTime(sent.Day), all.Messages, all.ToUnknown, all.WithoutPermission, all.OverPromise, sends.Errors), SendsRequest.Json);
        await audit.RecordAsync(SendsAudit.Of(client.Actor, sends.Sender, sent.Channel, sent.MessageType, all, sends.Errors.Count));
        await replies.KeepAsync(call, StatusCodes.Status200OK, answer);
        return answer;
    }

    /// <summary>Written in each slice's own transaction, where the answer will stand.</summary>
    private sealed record Progress(int Slices, SendSums Sums)
    {
        public static Progress Read(string noted) => noted.Length == 0 ? new(0, default) : JsonSerializer.Deserialize<Progress>(noted)!;

        public string Write() => JsonSerializer.Serialize(this);
    }
}
