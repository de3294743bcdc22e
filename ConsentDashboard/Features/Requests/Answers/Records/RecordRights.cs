using System.Text.Json.Nodes;

namespace ConsentDashboard.Features.Requests.Answers.Records;

/// <summary>Which rights she has, and where each is exercised.</summary>
internal static class RecordRights
{
    private const string Withdrawal = "A7-3";

    // Access, rectification, erasure, restriction, a copy to take elsewhere, objection, complaint.
    private static readonly string[] Articles = [Withdrawal, "A15", "A16", "A17", "A18", "A20", "A21", "A77"];

    private static readonly string[] Elsewhere = ["Withdraw consent", "Know what is kept", "Have it corrected", "Have it erased"];

    public static JsonArray Of(bool isEuropean, string withdrawAt, string askAt) => isEuropean
        ? [.. Articles.Select(article => Right(new JsonArray("dpv:DataSubjectRight", $"eu-gdpr:{article}"), null, article == Withdrawal ? withdrawAt : askAt))]
        : [.. Elsewhere.Select((title, at) => Right("dpv:DataSubjectRight", title, at == 0 ? withdrawAt : askAt))];

    private static JsonObject Right(JsonNode type, string? title, string exercisedAt)
    {
        JsonObject right = new() { ["@type"] = type, ["dpv:isExercisedAt"] = exercisedAt };
        if (title is not null)
        {
            right["dct:title"] = title;
        }

        return right;
    }
}
