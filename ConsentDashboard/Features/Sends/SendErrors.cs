using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Sends;

internal static class SendErrors
{
    public const string InvalidNumber = "phone_invalid";
    public const string InvalidCount = "count_invalid";

    public static readonly Error UnknownSender = new("Sends.UnknownSender", ErrorKind.NotFound, "sender");
    public static readonly Error OtherSender = new("Sends.OtherSender", ErrorKind.Forbidden, "sender");
    public static readonly Error UnknownChannel = new("Sends.UnknownChannel", ErrorKind.Invalid, "channel");
    public static readonly Error UnknownType = new("Sends.UnknownType", ErrorKind.Invalid, "messageType");
    public static readonly Error NoTime = new("Sends.NoTime", ErrorKind.Invalid, "sentAt");
    public static readonly Error BadTime = new("Sends.BadTime", ErrorKind.Invalid, "sentAt");
    public static readonly Error BadDay = new("Sends.BadDay", ErrorKind.Invalid, "sentOn");
    public static readonly Error InTheFuture = new("Sends.InTheFuture", ErrorKind.Invalid);
    public static readonly Error TooOld = new("Sends.TooOld", ErrorKind.Invalid);
    public static readonly Error NoMessages = new("Sends.NoMessages", ErrorKind.Invalid, "messages");
    public static readonly Error TooMany = new("Sends.TooMany", ErrorKind.Invalid, "messages");
    public static readonly Error UnknownRegion = new("Sends.UnknownRegion", ErrorKind.Invalid, "region");

    public static readonly ApiProblem NoIdempotencyKey = new(StatusCodes.Status400BadRequest, "idempotency_key_missing", "Send an Idempotency-Key header of 1 to 200 characters, so that nothing is counted twice.");
    public static readonly ApiProblem KeyReused = new(StatusCodes.Status409Conflict, "idempotency_key_reused", "This Idempotency-Key was used with another body. Use a new key for new messages.");
    public static readonly ApiProblem TooLarge = new(StatusCodes.Status413PayloadTooLarge, "body_too_large", "The body is larger than 1 MB.");

    private static readonly Dictionary<string, ApiProblem> Table = new(StringComparer.Ordinal)
    {
        [UnknownSender.Key] = new(StatusCodes.Status404NotFound, "unknown_sender", "There is no sender of that id."),
        [OtherSender.Key] = new(StatusCodes.Status403Forbidden, "other_sender", "The API key may not speak for this sender."),
        [UnknownChannel.Key] = new(StatusCodes.Status422UnprocessableEntity, "channel_unknown", "Send sms or call."),
        [UnknownType.Key] = new(StatusCodes.Status422UnprocessableEntity, "message_type_unknown", "Send informational, advertising or promotional."),
        [NoTime.Key] = new(StatusCodes.Status422UnprocessableEntity, "time_missing", "Send sentAt (a time with its offset from UTC) or sentOn (a day), and not both."),
        [BadTime.Key] = new(StatusCodes.Status422UnprocessableEntity, "time_invalid", "Send sentAt as 2026-11-23T14:05:00+00:00, with the offset from UTC."),
        [BadDay.Key] = new(StatusCodes.Status422UnprocessableEntity, "time_invalid", "Send sentOn as 2026-11-23."),
        [InTheFuture.Key] = new(StatusCodes.Status422UnprocessableEntity, "time_in_future", "The day has not begun yet in UTC. Tell what was sent, not what will be."),
        [TooOld.Key] = new(StatusCodes.Status422UnprocessableEntity, "time_too_old", "Counts are kept for 62 days; what is older matters to no promise."),
        [NoMessages.Key] = new(StatusCodes.Status422UnprocessableEntity, "messages_missing", "Send the messages as a list: messages."),
        [TooMany.Key] = new(StatusCodes.Status422UnprocessableEntity, "too_many_messages", "At most 10,000 messages a call; send a count with a number instead of its repetition."),
        [UnknownRegion.Key] = new(StatusCodes.Status422UnprocessableEntity, "region_unknown", "Send an ISO 3166 region of two letters, such as GB."),
        ["Ledger.Maintenance"] = ApiProblem.Maintenance,
    };

    public static ApiProblem Problem(Error error) => Table[error.Key] with { Field = error.Field };
}
