using System.Text.RegularExpressions;
using static ConsentDashboard.Domain.CollectionPoints.Linting.LintRule;

namespace ConsentDashboard.Domain.CollectionPoints.Linting;

/// <summary>What is asked beyond the number.</summary>
internal static partial class FieldRules
{
    public static readonly LintRule[] Table =
    [
        Must("field-without-name", 6, PointPart.Fields, facts => facts.Fields.Any(field => PlaceRules.IsBlank(field.Name))),
        Must("field-without-purpose", 6, PointPart.Fields, facts => Names(facts, field => PlaceRules.IsBlank(field.Purpose))),
        Must("field-twice", 6, PointPart.Fields, facts => Named(facts).GroupBy(field => field.Name.Trim(), StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => same.Key)),
        Must("field-repeats-number", 6, PointPart.Fields, facts => Names(facts, field => Numbers().IsMatch(field.Name))),
        Should("field-unused", 6, PointPart.Fields, facts => Names(facts, field => IsForNothing(field))),
        Should("field-too-much", 6, PointPart.Fields, facts => Names(facts, field => Personal().IsMatch(field.Name))),
    ];

    private static IEnumerable<CollectionPointField> Named(PointFacts facts) => facts.Fields.Where(field => !PlaceRules.IsBlank(field.Name));

    private static IEnumerable<string> Names(PointFacts facts, Func<CollectionPointField, bool> breaks) => Named(facts).Where(breaks).Select(field => field.Name.Trim());

    private static bool IsForNothing(CollectionPointField field) =>
        string.Equals(field.Purpose.Trim(), field.Name.Trim(), StringComparison.OrdinalIgnoreCase) || SomeDay().IsMatch(field.Purpose);

    // What says who somebody is; \b knows Cyrillic letters too, and Russian words change at the end.
    [GeneratedRegex(@"\b(name|surname|e-?mail|address|street|birth(day|date)?|born|age|gender|sex|passport|ssn|tax|income|salary|religion|имя|имени|фамили\w*|отчеств\w*|фио|почт\w*|адрес\w*|улиц\w*|рождени\w*|возраст\w*|пол|паспорт\w*|снилс|инн|доход\w*|зарплат\w*)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Personal();

    [GeneratedRegex(@"\b(phone|mobile|cell|telephone|телефон\w*|мобильн\w*|номер телефона)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\b(just in case|some ?day|not used|unused|nothing yet|may be useful|in (the )?future|на всякий случай|на будущее|пригодится|не используется|пока не)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SomeDay();
}
