using System.Globalization;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Segments;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Components.Text;

public sealed class SegmentSentencesText;

/// <summary>Conditions as people say them, in the language of whoever asks.</summary>
public sealed class SegmentSentences(IStringLocalizer<SegmentSentencesText> words, CellWords cells)
{
    public string Of(SegmentDefinition definition, SegmentNames names) =>
        definition.IsEverybody ? words["Everybody"] : Of(definition.Root, names);

    public string Of(SegmentCondition condition, SegmentNames names)
    {
        var sentence = Sentence(condition, names);
        return condition.Not ? words["Not", sentence] : sentence;
    }

    public string Of(SegmentPeriod period) => period switch
    {
        { Kind: SegmentPeriodKind.InTheLastDays } => words.Count("Period.Last", period.Days),
        { Kind: SegmentPeriodKind.MoreThanDaysAgo } => words.Count("Period.Before", period.Days),
        { Kind: SegmentPeriodKind.Never } => words["Period.Never"],
        { From: { } from, To: null } => words["Period.Since", Day(from)],
        { From: null, To: { } to } => words["Period.Until", Day(to)],
        { From: { } from, To: { } to } => words["Period.Between", Day(from), Day(to)],
        _ => "",
    };

    private string Of(SegmentGroup group, SegmentNames names)
    {
        var parts = group.Conditions.Select(condition => Of(condition, names)).Concat(group.Groups.Select(inner => $"({Of(inner, names)})"));
        return string.Join(group.Any ? words["Or"] : words["And"], parts);
    }

    private string Sentence(SegmentCondition condition, SegmentNames names) => condition.Field switch
    {
        SegmentField.State => Where(words["State", Any(condition.States.Select(state => cells[state]))], condition, names),
        SegmentField.Region => words["Region", Any(condition.Values)],
        SegmentField.Language => words["Language", Any(condition.Values)],
        SegmentField.CollectionPoint => words["Point", Any(condition.Ids.Select(id => Name(names.Points, id)))],
        SegmentField.Wording => words["Wording", Any(condition.Ids.Select(id => Name(names.Wordings, id)))],
        SegmentField.OptedIn => Where(words["OptedIn", Of(condition.Period ?? new())], condition, names),
        SegmentField.LastActivity => words["LastActivity", Of(condition.Period ?? new())],
        SegmentField.Added => words["Added", Of(condition.Period ?? new())],
        SegmentField.Source => words["Source", Any(condition.Sources.Select(source => cells[source]))],
        _ => words["OnHold"],
    };

    private string Where(string sentence, SegmentCondition condition, SegmentNames names)
    {
        List<string> named = [];
        if (condition.Channel is { } channel)
        {
            named.Add(cells[channel]);
        }

        if (condition.MessageType is { } type)
        {
            named.Add(cells[type]);
        }

        if (condition.SenderId is { } sender)
        {
            named.Add(Name(names.Senders, sender));
        }

        return named.Count == 0 ? sentence : $"{sentence} ({string.Join(", ", named)})";
    }

    // Another word than between conditions, or nobody would know what an "and" behind it joins.
    private static string Any(IEnumerable<string> values) => string.Join(" / ", values);

    private string Name(IReadOnlyDictionary<long, string> names, long id) => names.GetValueOrDefault(id) ?? words["Gone"];

    private static string Day(DateOnly day) => day.ToString("d", CultureInfo.CurrentCulture);
}
