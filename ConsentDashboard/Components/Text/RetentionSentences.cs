using System.Globalization;
using ConsentDashboard.Domain.Retention;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Components.Text;

public sealed class RetentionSentencesText;

/// <summary>What a policy is limited to, by name.</summary>
public sealed record PolicyNames(string? Sender, string? CollectionPoint)
{
    public static readonly PolicyNames None = new(null, null);
}

/// <summary>Retention policies as people say them, in the language of whoever asks.</summary>
public sealed class RetentionSentences(IStringLocalizer<RetentionSentencesText> words)
{
    // Countries that English names with an article.
    private static readonly HashSet<string> Articles = ["AE", "BS", "CF", "CZ", "DO", "FK", "GB", "GM", "KM", "MH", "MV", "NL", "PH", "SB", "SC", "TC", "US", "VG", "VI"];

    /// <summary>One sentence that begins with a capital letter and ends without a full stop.</summary>
    public string Sentence(PolicyDefinition definition, PolicyNames names)
    {
        if (definition.Refusal() is not null)
        {
            return Capital(words["Unfinished"]);
        }

        var limits = Limits(definition, names);
        var rule = Rule(definition);
        return Capital(limits.Count == 0 ? rule : words["Scoped", string.Join(", ", limits), rule]);
    }

    /// <summary>What a policy is called: in the language of whoever asks where it has the name that it came with.</summary>
    public string Name(string name) => ShippedPolicies.Named(name) is { } shipped ? words[$"Shipped.{shipped.Definition.Trigger}"] : name;

    /// <summary>What an action does to the person, in a sentence or two.</summary>
    public string Means(RetentionAction action) => words[$"Means.{action}"];

    /// <summary>A country in words; the code itself where no such country is known.</summary>
    public static string Region(string region)
    {
        try
        {
            // The country's name in a language is the native name of that language spoken there.
            return new RegionInfo($"{CultureInfo.CurrentUICulture.TwoLetterISOLanguageName}-{region}").NativeName;
        }
        catch (ArgumentException)
        {
            return region;
        }
    }

    private string Rule(PolicyDefinition definition)
    {
        var ours = definition is { Trigger: RetentionTrigger.Inactive, CountsOurSends: true } ? ".Ours" : "";
        return words[$"{definition.Trigger}{ours}.{definition.Action}", Period(definition.Period, definition.Unit)];
    }

    private string Period(int period, RetentionUnit unit) => words.Count(unit == RetentionUnit.Months ? "Months" : "Days", period);

    private List<string> Limits(PolicyDefinition definition, PolicyNames names)
    {
        List<string> limits = [];
        if (names.Sender is { } sender)
        {
            limits.Add(words["Sender", sender]);
        }

        if (definition.Region is { } region)
        {
            limits.Add(words[Articles.Contains(region) ? "In.Article" : "In", Region(region)]);
        }

        if (names.CollectionPoint is { } point)
        {
            limits.Add(words["Point", point]);
        }

        return limits;
    }

    private static string Capital(string text) => text is [var first, ..] ? $"{char.ToUpper(first, CultureInfo.CurrentCulture)}{text[1..]}" : text;
}
