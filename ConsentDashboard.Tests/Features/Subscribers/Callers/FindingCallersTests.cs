using AngleSharp.Dom;
using Bunit;
using ConsentDashboard.Components.Layout;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Subscribers.Callers;
using ConsentDashboard.Operations.OptOut;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace ConsentDashboard.Tests.Features.Subscribers.Callers;

public sealed class FindingCallersTests
{
    [Theory]
    [InlineData(Roles.SupportAgent, true)]
    [InlineData(Roles.ComplianceOfficer, true)]
    [InlineData(Roles.Marketer, false)]
    [InlineData(Roles.Auditor, false)]
    public async Task The_box_stands_in_the_header_for_those_who_may_search(string role, bool shown)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = Open(here, role);

        var header = screen.Render<CascadingValue<Task<Microsoft.AspNetCore.Components.Authorization.AuthenticationState>>>(p => p
            .Add(v => v.Value, screen.Services.GetRequiredService<Microsoft.AspNetCore.Components.Authorization.AuthenticationStateProvider>().GetAuthenticationStateAsync())
            .AddChildContent<HeaderParts>());

        header.WaitForAssertion(() => Assert.Equal(shown ? 1 : 0, header.FindAll("[role=search] input[aria-keyshortcuts]").Count));
    }

    [Theory]
    [InlineData("en", "Number of a caller", "Withdraw everything", "Withdrawn at", "nothing is allowed")]
    [InlineData("ru", "Номер звонящего", "Отозвать всё", "Отозвано в", "ничего не разрешено")]
    public async Task A_caller_is_found_and_withdrawn_with_one_press(string language, string label, string press, string done, string nothing)
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await using var screen = Open(here, Roles.SupportAgent, language);
        var (box, dialogs) = (screen.Render<QuickFind>(), screen.Dialogs());

        Find(box, label, A.Number(1));

        dialogs.WaitForAssertion(() => Assert.Contains("North Shop", dialogs.Markup, StringComparison.Ordinal));
        Assert.Contains(nothing, dialogs.Markup, StringComparison.Ordinal);
        box.WaitForAssertion(() => Assert.Equal("", Field(box, label).GetAttribute("value") ?? ""));
        Assert.DoesNotContain("9160000001", dialogs.Markup + box.Markup, StringComparison.Ordinal);
        Button(dialogs, press).Click();
        dialogs.WaitForAssertion(() => Assert.Contains(done, dialogs.Find("[role=status]").TextContent, StringComparison.Ordinal));
        await using var db = here.Open();
        var act = await db.ConsentEvents.OrderBy(e => e.Id).LastAsync(Xunit.TestContext.Current.CancellationToken);
        Assert.Equal((ConsentEventType.Withdrawn, Method.Call, null), (act.Type, act.Method, act.SenderId));
        Assert.DoesNotContain("916", screen.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Number of a caller", "Only note the call", "Withdraw everything")]
    [InlineData("ru", "Номер звонящего", "Только отметить звонок", "Отозвать всё")]
    public async Task A_call_that_changes_nothing_is_noted_with_one_press(string language, string label, string press, string withdraw)
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await using var screen = Open(here, Roles.SupportAgent, language);
        var (box, dialogs) = (screen.Render<QuickFind>(), screen.Dialogs());

        Find(box, label, A.Number(1));
        dialogs.WaitForAssertion(() => Button(dialogs, press));
        Button(dialogs, press).Click();

        dialogs.WaitForAssertion(() => Assert.NotEmpty(dialogs.Find("[role=status]").TextContent));
        Assert.DoesNotContain(dialogs.FindAll("button"), button => button.TextContent.Trim() == withdraw);
        await using var db = here.Open();
        Assert.Equal(1, await db.ConsentEvents.CountAsync(Xunit.TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_number_that_is_not_known_can_be_stopped_all_the_same()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = Open(here, Roles.SupportAgent);
        var (box, dialogs) = (screen.Render<QuickFind>(), screen.Dialogs());

        Find(box, "Number of a caller", "+44 7400 123456");

        dialogs.WaitForAssertion(() => Assert.Contains("not known here", dialogs.Markup, StringComparison.Ordinal));
        Button(dialogs, "Stop it all the same").Click();
        dialogs.WaitForAssertion(() => Assert.Contains("Open profile", dialogs.Markup, StringComparison.Ordinal));
        await using var db = here.Open();
        Assert.True(await db.Suppressions.AnyAsync(Xunit.TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("+7 123", "number")]
    [InlineData("0001", "whole number")]
    public async Task A_wrong_number_is_told_beside_the_box_and_stays_there(string typed, string told)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = Open(here, Roles.SupportAgent);
        var (box, dialogs) = (screen.Render<QuickFind>(), screen.Dialogs());

        Find(box, "Number of a caller", typed);

        box.WaitForAssertion(() => Assert.Contains(told, box.Find("[role=alert]").TextContent, StringComparison.OrdinalIgnoreCase));
        Assert.Equal((typed, "true"), (Field(box, "Number of a caller").GetAttribute("value"), Field(box, "Number of a caller").GetAttribute("aria-invalid")));
        Assert.Empty(dialogs.FindAll("[role=dialog]"));
    }

    [Theory]
    [InlineData("+7 123", null, "+7 123")]
    [InlineData("+7 123", "+7 916", "+7 916")]
    [InlineData("+79160000001", "+7 916", "+7 916")]
    public async Task A_number_typed_while_the_one_before_is_looked_up_stays(string first, string? second, string stands)
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await using var screen = Open(here, Roles.SupportAgent);
        var visitor = HeldVisitor.Of(screen, Roles.SupportAgent);
        var (box, dialogs) = (screen.Render<QuickFind>(), screen.Dialogs());

        visitor.Hold();
        Find(box, "Number of a caller", first);
        if (second is not null)
        {
            Field(box, "Number of a caller").Input(second);
        }

        visitor.Release();

        box.WaitForAssertion(() => Assert.False(box.Find("button[type=submit]").HasAttribute("disabled")));
        Assert.Equal(stands, Field(box, "Number of a caller").GetAttribute("value"));
        Assert.Equal(first.Length < 10, dialogs.FindAll("[role=dialog]").Count == 0);
    }

    private static Screen Open(Installation here, string role, string language = "en")
    {
        var screen = new Screen(here, role, language);
        screen.Services.AddSingleton(here.Get<Origins>());
        return screen.Ready();
    }

    private static void Find(IRenderedComponent<QuickFind> box, string label, string number)
    {
        Field(box, label).Input(number);
        box.Find("form").Submit();
    }

    private static IElement Field(IRenderedComponent<QuickFind> box, string label) =>
        box.Find($"#{box.FindAll("label").Single(one => one.TextContent == label).GetAttribute("for")}");

    private static IElement Button(IRenderedComponent<MudDialogProvider> dialogs, string name) => dialogs.FindAll("button").Single(button => button.TextContent.Trim() == name);
}
