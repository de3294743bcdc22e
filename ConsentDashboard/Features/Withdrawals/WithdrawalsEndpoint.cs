using System.Security.Cryptography;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Withdrawals;

/// <summary><c>POST /api/v1/withdrawals</c>.</summary>
internal sealed class WithdrawalsEndpoint(RecordWithdrawal record, IdempotentReplies replies, TimeProvider clock)
{
    private const int MaxBytes = 64 << 10;

    public async Task<IResult> PostAsync(HttpContext http)
    {
        var client = ApiAccess.Client(http.User)!;
        if (await ApiBody.ReadAsync(http, MaxBytes) is not { } body)
        {
            return WithdrawalErrors.TooLarge.ToResult();
        }

        var (request, malformed) = ApiBody.Parse<WithdrawalRequest>(body, WithdrawalRequest.Json);
        if (request is null)
        {
            return malformed!.ToResult();
        }

        // No token: what has begun is recorded even if the caller hangs up.
        var recorded = await record.ExecuteAsync(request, client, EventKeys(client, http.Request.Headers["Idempotency-Key"].ToString(), body));
        return recorded.Failed ? WithdrawalErrors.Problem(recorded.Error).ToResult() : Results.Json(recorded.Value, WithdrawalRequest.Json, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>
    /// The ledger itself knows a call that comes again: no answer has to be kept for it, and another body under the same key
    /// is another withdrawal, which is never refused. The day is in the event's key, because whoever has withdrawn, agreed
    /// again and withdraws once more may well come under the same key.
    /// </summary>
    private List<Guid> EventKeys(ApiClient client, string key, byte[] body)
    {
        if (key.Length == 0)
        {
            return [Guid.CreateVersion7()];
        }

        var call = replies.Name(client.KeyId, key, body).EventKey;
        var today = (int)(clock.UtcMilliseconds() - DateTime.UnixEpoch).TotalDays;
        return [OfDay(call, today - 1), OfDay(call, today)];
    }

    private static Guid OfDay(Guid call, int day) =>
        new(SHA256.HashData([.. call.ToByteArray(bigEndian: true), .. BitConverter.GetBytes(day)]).AsSpan(0, 16), bigEndian: true);
}
