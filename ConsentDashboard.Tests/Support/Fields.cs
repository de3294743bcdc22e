using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Tests.Support;

/// <summary>Fields and buttons of a page that is drawn in memory, by what people read on them.</summary>
internal static class Fields
{
    public static IElement Labelled(this IRenderedComponent<IComponent> page, string label)
    {
        var found = page.FindAll("label").Single(shown => shown.TextContent.Trim() == label);
        return found.GetAttribute("for") is { } id ? page.Find($"#{id}") : found.QuerySelector("input")!;
    }

    public static IEnumerable<string> Labels(this IRenderedComponent<IComponent> page) => page.FindAll("label").Select(label => label.TextContent.Trim());

    public static IElement Button(this IRenderedComponent<IComponent> page, string text) => page.FindAll("button").Single(button => button.TextContent.Trim() == text);

    /// <summary>What a reader of screens is told of a field that is wrong.</summary>
    public static string? Wrong(this IRenderedComponent<IComponent> page, string label) =>
        page.Labelled(label) is var field && field.GetAttribute("aria-invalid") == "true" ? page.Find($"#{field.GetAttribute("aria-describedby")!.Split(' ')[0]}").TextContent : null;
}
