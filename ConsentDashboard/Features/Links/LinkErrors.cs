using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Links;

internal static class LinkErrors
{
    public static readonly Error UnknownSender = new("Links.UnknownSender", ErrorKind.NotFound, "sender");
    public static readonly Error OtherSender = new("Links.OtherSender", ErrorKind.Forbidden, "sender");
    public static readonly Error NoPhones = new("Links.NoPhones", ErrorKind.Invalid, "phones");
    public static readonly Error TooMany = new("Links.TooMany", ErrorKind.Invalid, "phones");
    public static readonly Error UnknownRegion = new("Links.UnknownRegion", ErrorKind.Invalid, "region");

    public static readonly ApiProblem TooLarge = new(StatusCodes.Status413PayloadTooLarge, "body_too_large", "The body is larger than 1 MB.");

    private static readonly Dictionary<string, ApiProblem> Table = new(StringComparer.Ordinal)
    {
        [UnknownSender.Key] = new(StatusCodes.Status404NotFound, "unknown_sender", "There is no sender of that id."),
        [OtherSender.Key] = new(StatusCodes.Status403Forbidden, "other_sender", "The API key may not speak for this sender."),
        [NoPhones.Key] = new(StatusCodes.Status422UnprocessableEntity, "phones_missing", "Send the numbers as a list: phones."),
        [TooMany.Key] = new(StatusCodes.Status422UnprocessableEntity, "too_many_phones", "At most 10,000 numbers a call."),
        [UnknownRegion.Key] = new(StatusCodes.Status422UnprocessableEntity, "region_unknown", "Send an ISO 3166 region of two letters, such as GB."),
    };

    public static ApiProblem Problem(Error error) => Table[error.Key] with { Field = error.Field };
}
