using ConsentDashboard.Domain;

namespace ConsentDashboard.Features.Requests.Answers;

internal static class AnswerTimes
{
    /// <summary>Where there is no time yet, or no end, the person reads nothing instead of the year 9999.</summary>
    public static DateTime? OrNull(DateTime at) => at == Times.Never || at == Times.NotYet ? null : at;
}
