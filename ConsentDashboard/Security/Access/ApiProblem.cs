namespace ConsentDashboard.Security.Access;

/// <summary>A refusal as other systems get it: RFC 9457 problem details with a code that never changes. It never holds a number.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">For programs.</param>
/// <param name="Detail">For people, in English: what is wrong and what to do.</param>
/// <param name="Field">The property that it is about, as it stands in the request.</param>
public sealed record ApiProblem(int Status, string Code, string Detail, string? Field = null)
{
    public static readonly ApiProblem Unauthorized = new(StatusCodes.Status401Unauthorized, "unauthorized", "Send a valid API key: Authorization: Bearer cd_…");
    public static readonly ApiProblem ScopeMissing = new(StatusCodes.Status403Forbidden, "scope_missing", "The API key may not do this. An administrator can make one with the scope.");
    public static readonly ApiProblem TooManyRequests = new(StatusCodes.Status429TooManyRequests, "too_many_requests", "Too many calls within a minute. Send the request again later.");

    public static readonly ApiProblem Malformed = new(StatusCodes.Status400BadRequest, "malformed", "The body is not the JSON object that the documentation describes.");

    public static readonly ApiProblem Maintenance = new(StatusCodes.Status503ServiceUnavailable, "maintenance", "Keys are being rotated. Send the request again in a few minutes.");

    /// <summary>A number that no country has, or a region that has no numbers.</summary>
    public static ApiProblem PhoneInvalid(string? field) => new(StatusCodes.Status422UnprocessableEntity, "phone_invalid", "No country has such a number, or the region is unknown. Send it in E.164.", field);

    public static ApiProblem UnknownProperty(string name) => new(StatusCodes.Status400BadRequest, "unknown_property", "This property is not part of the request; nothing that is not needed is taken.", ApiBody.Name(name));

    public IResult ToResult()
    {
        Dictionary<string, object?> extensions = new(StringComparer.Ordinal) { ["code"] = Code };
        if (Field is not null)
        {
            extensions["field"] = Field;
        }

        return Results.Problem(Detail, statusCode: Status, title: Code.Replace('_', ' '), type: $"urn:consent-dashboard:{Code}", extensions: extensions);
    }
}
