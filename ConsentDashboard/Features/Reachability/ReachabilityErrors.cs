using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Reachability;

internal static class ReachabilityErrors
{
    public const string InvalidNumber = "phone_invalid";
    public const string UnknownStatus = "status_unknown";

    public static readonly Error NoSource = new("Reachability.NoSource", ErrorKind.Invalid, "source");
    public static readonly Error BadTime = new("Reachability.BadTime", ErrorKind.Invalid, "observedAt");
    public static readonly Error InTheFuture = new("Reachability.InTheFuture", ErrorKind.Invalid, "observedAt");
    public static readonly Error NoNumbers = new("Reachability.NoNumbers", ErrorKind.Invalid, "numbers");
    public static readonly Error TooMany = new("Reachability.TooMany", ErrorKind.Invalid, "numbers");
    public static readonly Error UnknownRegion = new("Reachability.UnknownRegion", ErrorKind.Invalid, "region");

    public static readonly ApiProblem NoIdempotencyKey = new(StatusCodes.Status400BadRequest, "idempotency_key_missing", "Send an Idempotency-Key header of 1 to 200 characters, so that nothing is recorded twice.");
    public static readonly ApiProblem KeyReused = new(StatusCodes.Status409Conflict, "idempotency_key_reused", "This Idempotency-Key was used with another body. Use a new key for new answers.");
    public static readonly ApiProblem TooLarge = new(StatusCodes.Status413PayloadTooLarge, "body_too_large", "The body is larger than 1 MB.");

    private static readonly Dictionary<string, ApiProblem> Table = new(StringComparer.Ordinal)
    {
        [NoSource.Key] = new(StatusCodes.Status422UnprocessableEntity, "source_missing", "Send who says so as source, in 1 to 64 characters."),
        [BadTime.Key] = new(StatusCodes.Status422UnprocessableEntity, "time_invalid", "Send observedAt as 2026-11-23T14:05:00+00:00, with the offset from UTC."),
        [InTheFuture.Key] = new(StatusCodes.Status422UnprocessableEntity, "time_in_future", "The time lies more than a day ahead. Tell what was observed."),
        [NoNumbers.Key] = new(StatusCodes.Status422UnprocessableEntity, "numbers_missing", "Send the answers as a list: numbers."),
        [TooMany.Key] = new(StatusCodes.Status422UnprocessableEntity, "too_many_numbers", "At most 10,000 numbers a call."),
        [UnknownRegion.Key] = new(StatusCodes.Status422UnprocessableEntity, "region_unknown", "Send an ISO 3166 region of two letters, such as GB."),
        ["Ledger.Maintenance"] = ApiProblem.Maintenance,
    };

    public static ApiProblem Problem(Error error) => Table[error.Key] with { Field = error.Field };
}
