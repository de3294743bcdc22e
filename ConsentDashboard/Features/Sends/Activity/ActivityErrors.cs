using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Sends.Activity;

internal static class ActivityErrors
{
    public const string InvalidNumber = "phone_invalid";
    public const string UnknownKind = "kind_unknown";
    public const string InvalidTime = "time_invalid";
    public const string InTheFuture = "time_in_future";

    public static readonly Error NoActivities = new("Activity.NoActivities", ErrorKind.Invalid, "activities");
    public static readonly Error TooMany = new("Activity.TooMany", ErrorKind.Invalid, "activities");
    public static readonly Error UnknownRegion = new("Activity.UnknownRegion", ErrorKind.Invalid, "region");

    public static readonly ApiProblem TooLarge = new(StatusCodes.Status413PayloadTooLarge, "body_too_large", "The body is larger than 1 MB.");

    private static readonly Dictionary<string, ApiProblem> Table = new(StringComparer.Ordinal)
    {
        [NoActivities.Key] = new(StatusCodes.Status422UnprocessableEntity, "activities_missing", "Send what people did as a list: activities."),
        [TooMany.Key] = new(StatusCodes.Status422UnprocessableEntity, "too_many_activities", "At most 10,000 activities a call."),
        [UnknownRegion.Key] = new(StatusCodes.Status422UnprocessableEntity, "region_unknown", "Send an ISO 3166 region of two letters, such as GB."),
        ["Ledger.Maintenance"] = ApiProblem.Maintenance,
    };

    public static ApiProblem Problem(Error error) => Table[error.Key] with { Field = error.Field };
}
