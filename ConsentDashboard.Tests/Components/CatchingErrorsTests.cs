using Bunit;
using ConsentDashboard.Components;
using ConsentDashboard.Components.Layout;
using ConsentDashboard.Components.States;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConsentDashboard.Tests.Components;

public sealed class CatchingErrorsTests : PartsContext
{
    private readonly List<string> _log = [];

    public CatchingErrorsTests() => Services.AddSingleton<ILoggerProvider>(new Notes(_log));

    [Fact]
    public void The_user_sees_a_reference_and_the_log_has_the_exception_under_it()
    {
        var page = Render<PageBoundary>(parameters => parameters.AddChildContent<Broken>(broken => broken.Add(part => part.With, new InvalidOperationException("secret text"))));

        var reference = page.Find("[role=alert] code").TextContent;
        Assert.Matches("^[2-9A-Z]{8}$", reference);
        Assert.DoesNotContain("secret text", page.Markup, StringComparison.Ordinal);
        Assert.Contains(_log, line => line.Contains(reference, StringComparison.Ordinal) && line.Contains("secret text", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_permission_is_its_own_state_and_is_recorded()
    {
        SignIn(Roles.Marketer, "Marketer");

        var page = Render<PageBoundary>(parameters => parameters.AddChildContent<Broken>(broken => broken.Add(part => part.With, new ForbiddenException(Permissions.RevealNumber))));

        Assert.Equal("No permission", page.Find("h1").TextContent);
        Assert.Equal([$"Marketer: {Permissions.RevealNumber}"], Denials);
    }

    [Fact]
    public void Going_elsewhere_leaves_the_error_behind()
    {
        var broken = true;
        var page = Render<PageBoundary>(parameters => parameters.AddChildContent(builder =>
        {
            if (broken)
            {
                builder.OpenComponent<Broken>(0);
                builder.AddAttribute(1, nameof(Broken.With), new InvalidOperationException("x"));
                builder.CloseComponent();
            }
            else
            {
                builder.AddContent(2, "healthy");
            }
        }));

        broken = false;
        Services.GetRequiredService<NavigationManager>().NavigateTo("/audit");

        page.WaitForAssertion(() => Assert.Equal("healthy", page.Markup.Trim()));
    }

    [Fact]
    public void A_failed_read_can_be_tried_again()
    {
        var page = Render<Reader>(parameters => parameters.Add(part => part.Fails, true));
        Assert.Contains("could not be shown", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        page.Render(parameters => parameters.Add(part => part.Fails, false));
        page.Find("button").Click();

        Assert.Equal("the answer", page.Find("p").TextContent);
    }

    [Fact]
    public async Task The_newest_read_wins()
    {
        var page = Render<Reader>();
        var (first, second) = (new TaskCompletionSource<string>(), new TaskCompletionSource<string>());
        var late = page.InvokeAsync(() => page.Instance.Read(first.Task));
        var current = page.InvokeAsync(() => page.Instance.Read(second.Task));

        second.SetResult("newest");
        first.SetResult("late");
        await Task.WhenAll(late, current);

        page.Render();
        Assert.Equal("newest", page.Find("p").TextContent);
    }

    [Fact]
    public async Task A_second_click_waits_for_nothing_and_does_nothing()
    {
        var page = Render<Reader>();
        var gate = new TaskCompletionSource();
        var first = page.InvokeAsync(() => page.Instance.Act(gate.Task));
        await page.InvokeAsync(() => page.Instance.Act(Task.CompletedTask));
        gate.SetResult();
        await first;

        Assert.Equal(1, page.Instance.Acts);
    }

    private sealed class Broken : ComponentBase
    {
        [Parameter]
        public Exception With { get; set; } = null!;

        protected override void OnInitialized() => throw With;
    }

    private sealed class Reader : DashboardComponent
    {
        private string _shown = "";

        [Parameter]
        public bool Fails { get; set; }

        public int Acts { get; private set; }

        public Task Read(Task<string> answer) => ReadAsync(_ => answer, shown => _shown = shown);

        public Task Act(Task work) => RunAsync(async () =>
        {
            Acts++;
            await work;
        });

        protected override Task OnInitializedAsync() => ReadAsync();

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<StateView>(0);
            builder.AddAttribute(1, nameof(StateView.State), Reading);
            builder.AddAttribute(2, nameof(StateView.OnRetry), EventCallback.Factory.Create(this, ReadAsync));
            builder.AddAttribute(3, nameof(StateView.ChildContent), (RenderFragment)(content => content.AddMarkupContent(0, $"<p>{_shown}</p>")));
            builder.CloseComponent();
        }

        private Task ReadAsync() => ReadAsync(_ => Fails ? throw new InvalidOperationException("no database") : Task.FromResult("the answer"), shown => _shown = shown);
    }

    private sealed class Notes(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
