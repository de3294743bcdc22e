using System.Globalization;
using ConsentDashboard.Domain.Retention;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Components.Text;

public sealed class RetentionSentencesText;

/// <summary>Names of what a policy is limited to; null where it is not.</summary>
public sealed record PolicyNames(string? Sender, string? CollectionPoint)
{
    public static readonly PolicyNames None = new(null, null);
}

/// <summary>A retention policy as people say it, in the language of whoever asks.</summary>
public sealed class RetentionSentences(IStringLocalizer<RetentionSentencesText> words)
{
    public string Sentence(PolicyDefinition definition, PolicyNames names)
    {
        var sentence = $"{Subject(definition)} {words[$"Action.{definition.Action}"]}";
        var limits = Limits(definition, names);
        return limits.Count == 0 ? sentence : $"{sentence} {words["Only", string.Join("; ", limits)]}";
    }

    /// <summary>"30 days".</summary>
    public string Period(int period, RetentionUnit unit) => words.Count(unit == RetentionUnit.Months ? "Months" : "Days", period);

    /// <summary>The name of a region, or its code where it has none.</summary>
    public static string Region(string code)
    {
        try
        {
            return new RegionInfo(code).DisplayName;
        }
        catch (ArgumentException)
        {
            return code;
        }
    }

    private string Subject(PolicyDefinition definition)
    {
        var key = definition is { Trigger: RetentionTrigger.Inactive, CountsOurSends: true } ? "Trigger.InactiveAndNotContacted" : $"Trigger.{definition.Trigger}";
        return PolicyDefinition.HasPeriod(definition.Trigger) ? words[key, Period(definition.Period, definition.Unit)] : words[key];
    }

    private List<string> Limits(PolicyDefinition definition, PolicyNames names)
    {
        List<string> limits = [];
        if (names.Sender is { } sender)
        {
            limits.Add(words["Only.Sender", sender]);
        }

        if (definition.Region is { } region)
        {
            limits.Add(words["Only.Region", Region(region)]);
        }

        if (names.CollectionPoint is { } point)
        {
            limits.Add(words["Only.Point", point]);
        }

        return limits;
    }
}
