using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Domain.Notices;

/// <summary>The names by which findings point at what an officer fills in; the editor's inputs carry them as ids.</summary>
public static class NoticeFields
{
    public const string Name = "Name";
    public const string Languages = "Languages";
    public const string Cells = "Cells";
    public const string FrequencyCount = "FrequencyCount";
    public const string FrequencyPeriod = "FrequencyPeriod";
    public const string LifespanMonths = "LifespanMonths";
    public const string Purposes = "Purposes";
    public const string PrivacyPolicyUrl = "PrivacyPolicyUrl";

    /// <param name="language">BCP 47.</param>
    /// <param name="name">A property of <see cref="NoticeText"/>.</param>
    public static string Of(string language, string name) => $"{language}-{name}";

    public static string Label(string language, int cell) => $"{language}-Label-{(ConsentCells)(1 << cell)}";
}
