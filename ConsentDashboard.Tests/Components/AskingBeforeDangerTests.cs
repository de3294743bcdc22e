using Bunit;
using ConsentDashboard.Components.Dialogs;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace ConsentDashboard.Tests.Components;

public sealed class AskingBeforeDangerTests : PartsContext
{
    private static readonly DangerQuestion Question = new("Withdraw consent", "Nobody may contact this number any more.", "Withdraw", "Reason");

    [Fact]
    public async Task It_says_what_will_happen_and_insists_on_the_reason()
    {
        var (page, answer) = await AskAsync();

        Assert.Contains("Nobody may contact this number any more.", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal);
        Button(page, "Withdraw").Click();
        Assert.Equal("A reason is needed.", page.Find("[role=alert]").TextContent);
        Assert.False(answer.IsCompleted);

        page.Find("textarea").Input(" caller asked ");
        Button(page, "Withdraw").Click();
        Assert.Equal(new DangerAnswer("caller asked"), await answer);
    }

    [Fact]
    public async Task Thinking_better_of_it_answers_nothing()
    {
        var (page, answer) = await AskAsync();

        Button(page, "Cancel").Click();

        Assert.Null(await answer);
    }

    private async Task<(IRenderedComponent<MudDialogProvider> Page, Task<DangerAnswer?> Answer)> AskAsync()
    {
        Render<MudPopoverProvider>();
        var page = Render<MudDialogProvider>();
        Task<DangerAnswer?> answer = null!;
        await page.InvokeAsync(() => { answer = Services.GetRequiredService<IDialogService>().AskAsync(Question); });
        page.WaitForElement("[role=dialog] textarea");
        return (page, answer);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<MudDialogProvider> page, string text) =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
