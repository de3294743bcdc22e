using AngleSharp.Dom;
using Bunit;
using ConsentDashboard.Features.Requests;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Requests;

/// <summary>The pages of requests, found as somebody finds them who reads or hears them: by label and by name.</summary>
internal static class RequestScreens
{
    public static Screen Look(this RequestDesk desk, string role = Roles.ComplianceOfficer, string language = "en")
    {
        var screen = new Screen(desk.Here, role, language);
        screen.Services.AddSingleton(desk.Here.Get<ConfirmationCodes>());
        screen.Services.AddSingleton(desk.Here.Get<SendLimits>());
        screen.Services.AddSingleton(desk.Here.Get<TextMessages>());
        screen.Services.AddSingleton(desk.Here.Get<JobFiles>());
        screen.Services.AddRequests();
        return screen.Ready();
    }

    public static IElement Labelled<T>(this IRenderedComponent<T> page, string label)
        where T : IComponent =>
        page.Find($"#{page.FindAll("label").Single(found => found.TextContent == label).GetAttribute("for")}");

    public static IElement Named<T>(this IRenderedComponent<T> page, string name)
        where T : IComponent =>
        page.FindAll("button").Single(button => button.TextContent == name);

    public static bool Has<T>(this IRenderedComponent<T> page, string name)
        where T : IComponent =>
        page.FindAll("button, a").Any(found => found.TextContent == name);

    /// <summary>What is said to be wrong with a field, to whoever hears it as well.</summary>
    public static string? Wrong<T>(this IRenderedComponent<T> page, string label)
        where T : IComponent
    {
        var field = page.Labelled(label);
        return field.GetAttribute("aria-invalid") != "true" ? null : string.Join(' ', field.GetAttribute("aria-describedby")!.Split(' ').Select(id => page.Find($"#{id}").TextContent.Trim()));
    }
}
