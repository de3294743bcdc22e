using Bunit;
using ConsentDashboard.Components;
using ConsentDashboard.Components.States;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace ConsentDashboard.Tests.Components;

/// <summary>Which of several reads is shown, and what becomes of the page where one fails.</summary>
public sealed class ReadingPagesTests : PartsContext
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Of_two_that_come_while_a_third_is_being_cancelled_the_later_one_is_shown()
    {
        var page = Render<Reader>();
        using var gate = new ManualResetEventSlim();
        var cancelled = page.InvokeAsync(() => page.Instance.Read(token =>
        {
            token.Register(gate.Wait);
            return Task.Delay(Timeout.Infinite, token).ContinueWith(_ => "cancelled", TaskScheduler.Default);
        }));
        var earlier = page.InvokeAsync(() => page.Instance.Read(_ => Task.FromResult("earlier")));
        var answer = new TaskCompletionSource<string>();
        var later = page.InvokeAsync(() => page.Instance.Read(_ => answer.Task));

        gate.Set();
        Assert.Equal((false, false), (await cancelled, await earlier));
        answer.SetResult("later");

        Assert.True(await later);
        page.Render();
        Assert.Equal("later", page.Find("p").TextContent);
    }

    [Fact]
    public async Task A_read_that_nobody_asked_for_leaves_what_is_shown_where_it_fails()
    {
        var page = Render<Reader>();
        Assert.True(await page.InvokeAsync(() => page.Instance.Read(_ => Task.FromResult("the answer"))));

        Assert.False(await page.InvokeAsync(() => page.Instance.Read(_ => throw new InvalidOperationException("no database"), quietly: true)));
        page.Render();
        Assert.Equal("the answer", page.Find("p").TextContent);

        Assert.False(await page.InvokeAsync(() => page.Instance.Read(_ => throw new InvalidOperationException("no database"))));
        page.Render();
        Assert.NotEmpty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task With_nothing_to_leave_it_says_that_it_failed()
    {
        var page = Render<Reader>();

        await page.InvokeAsync(() => page.Instance.Read(_ => throw new InvalidOperationException("no database"), quietly: true));

        page.Render();
        Assert.NotEmpty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task A_burst_of_news_is_one_read_which_breaks_off_none_under_way()
    {
        var page = Render<Reader>();
        var answer = new TaskCompletionSource<string>();
        var asked = page.InvokeAsync(() => page.Instance.Read(_ => answer.Task));
        var soon = 0;
        var isRead = new TaskCompletionSource();
        for (var news = 0; news < 5; news++)
        {
            page.Instance.Hear(() =>
            {
                soon++;
                isRead.SetResult();
                return Task.CompletedTask;
            });
        }

        Clock.Advance(Gathering);
        Assert.Equal(0, soon);
        answer.SetResult("asked for");
        Assert.True(await asked);

        while (!isRead.Task.IsCompleted)
        {
            Clock.Advance(Gathering);
            await Task.Yield();
        }

        Assert.Equal(1, soon);
    }

    private sealed class Reader : DashboardComponent
    {
        private string _shown = "";

        public Task<bool> Read(Func<CancellationToken, Task<string>> read, bool quietly = false) => ReadAsync(read, shown => _shown = shown, quietly);

        public void Hear(Func<Task> read) => ReadSoon(read);

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<StateView>(0);
            builder.AddAttribute(1, nameof(StateView.State), Reading);
            builder.AddAttribute(2, nameof(StateView.ChildContent), (RenderFragment)(content => content.AddMarkupContent(0, $"<p>{_shown}</p>")));
            builder.CloseComponent();
        }
    }
}
