using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain.Notices;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Notices;

/// <summary>What several parts of the screens say in the same words.</summary>
public sealed class NoticeWords(IStringLocalizer<NoticesText> words)
{
    /// <summary>"at most 8 a month"; null where nothing is promised.</summary>
    public string? Frequency(NoticeVersion version) =>
        version.FrequencyPeriod == FrequencyPeriod.None || version.FrequencyCount == 0 ? null : words[$"AtMost.{version.FrequencyPeriod}", version.FrequencyCount].Value;

    public string Lifespan(NoticeVersion version) =>
        version.LifespanMonths == 0 ? words["Lifespan.NoEnd"] : words.Count("Months", version.LifespanMonths);
}
