namespace ConsentDashboard.Security.Access;

/// <summary>A call of another system that may come again, as it was received.</summary>
/// <param name="Client">Who calls.</param>
/// <param name="Key">The header <c>Idempotency-Key</c>; empty where there is none.</param>
/// <param name="Body">Null where it is larger than it may be.</param>
/// <param name="Aborted">The caller has hung up.</param>
public sealed record ApiCall(ApiClient Client, string Key, byte[]? Body, CancellationToken Aborted)
{
    public static async Task<ApiCall> ReadAsync(HttpContext http, int maxBytes) =>
        new(ApiAccess.Client(http.User)!, http.Request.Headers["Idempotency-Key"].ToString(), await ApiBody.ReadAsync(http, maxBytes), http.RequestAborted);
}
