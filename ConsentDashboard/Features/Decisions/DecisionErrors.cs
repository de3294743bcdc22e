using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Decisions;

internal static class DecisionErrors
{
    public static readonly Error UnknownSender = new("Decisions.UnknownSender", ErrorKind.NotFound, "sender");
    public static readonly Error OtherSender = new("Decisions.OtherSender", ErrorKind.Forbidden, "sender");
    public static readonly Error UnknownChannel = new("Decisions.UnknownChannel", ErrorKind.Invalid, "channel");
    public static readonly Error UnknownType = new("Decisions.UnknownType", ErrorKind.Invalid, "messageType");
    public static readonly Error BadTime = new("Decisions.BadTime", ErrorKind.Invalid, "at");
    public static readonly Error NoPhones = new("Decisions.NoPhones", ErrorKind.Invalid, "phones");
    public static readonly Error TooMany = new("Decisions.TooMany", ErrorKind.Invalid, "phones");
    public static readonly Error UnknownRegion = new("Decisions.UnknownRegion", ErrorKind.Invalid, "region");

    public static readonly ApiProblem TooLarge = new(StatusCodes.Status413PayloadTooLarge, "body_too_large", "The body is larger than 1 MB.");

    private static readonly Dictionary<string, ApiProblem> Table = new(StringComparer.Ordinal)
    {
        [UnknownSender.Key] = new(StatusCodes.Status404NotFound, "unknown_sender", "There is no sender of that id."),
        [OtherSender.Key] = new(StatusCodes.Status403Forbidden, "other_sender", "The API key may not speak for this sender."),
        [UnknownChannel.Key] = new(StatusCodes.Status422UnprocessableEntity, "channel_unknown", "Send sms or call."),
        [UnknownType.Key] = new(StatusCodes.Status422UnprocessableEntity, "message_type_unknown", "Send informational, advertising or promotional."),
        [BadTime.Key] = new(StatusCodes.Status422UnprocessableEntity, "time_invalid", "Send at as 2026-11-23T14:05:00+00:00, with the offset from UTC, or leave it out."),
        [NoPhones.Key] = new(StatusCodes.Status422UnprocessableEntity, "phones_missing", "Send the numbers as a list: phones."),
        [TooMany.Key] = new(StatusCodes.Status422UnprocessableEntity, "too_many_phones", "At most 10,000 numbers a call."),
        [UnknownRegion.Key] = new(StatusCodes.Status422UnprocessableEntity, "region_unknown", "Send an ISO 3166 region of two letters, such as GB."),
    };

    public static ApiProblem Problem(Error error) => Table[error.Key] with { Field = error.Field };
}
