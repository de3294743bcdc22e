namespace ConsentDashboard.Security.Access;

/// <summary>What an interface answers: JSON, or why there is none.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Json">Empty where there is a problem.</param>
public readonly record struct ApiAnswer(int Status, string Json, ApiProblem? Problem = null)
{
    public static implicit operator ApiAnswer(ApiProblem problem) => new(problem.Status, "", problem);

    public IResult ToResult() => Problem?.ToResult() ?? Results.Content(Json, "application/json; charset=utf-8", statusCode: Status);
}
