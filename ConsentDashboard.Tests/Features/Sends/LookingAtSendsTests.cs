using Bunit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Features.Sends;
using ConsentDashboard.Features.Sends.Files;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Sends;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Sends;

public sealed class LookingAtSendsTests : IAsyncLifetime
{
    private Installation _here = null!;

    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _here = await Installation.CreateAsync();
        await _here.Ledger.RecordAsync(_here.OptIn(1));
    }

    public ValueTask DisposeAsync() => _here.DisposeAsync();

    [Theory]
    [InlineData("en", "at most 8 a month", "10", "9", "1")]
    [InlineData("ru", "не больше 8 в месяц", "10", "9", "1")]
    public async Task Promise_and_practice_stand_in_one_row(string language, params string[] expected)
    {
        await CountAsync((1, 9), (2, 1));
        await using var screen = Open(language);

        var page = screen.Render<SendsPage>();

        page.WaitForAssertion(() =>
        {
            var row = Assert.Single(page.FindAll("tbody tr"), row => row.TextContent.Contains("North Shop", StringComparison.Ordinal) && row.QuerySelectorAll("td").Length == 11);
            var cells = row.QuerySelectorAll("td").Select(cell => cell.TextContent).ToList();
            Assert.Equal(expected, new[] { cells[2], cells[3], cells[6], cells[8] });
        });
    }

    [Fact]
    public async Task Each_period_is_an_address()
    {
        await CountAsync((1, 1));
        await using var screen = Open("en");
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/sends?days=7");

        var page = screen.Render<SendsPage>();

        page.WaitForAssertion(() => Assert.Equal("7 days", page.Find("nav a[aria-current]").TextContent));
        Assert.Equal(["/sends?days=7", "/sends?days=30"], page.FindAll("nav a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_list_without_a_sender_is_not_sent()
    {
        await using var screen = Open("en");
        var page = screen.Render<UploadPanel>();
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("#sends-sender option").Count));

        await page.Find("form").SubmitAsync();

        Assert.Equal("Choose the sender whose messages they were.", page.Find("[role=alert]").TextContent.Trim());
        Assert.Equal("true", page.Find("#sends-sender").GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task What_was_not_understood_is_named_by_its_row()
    {
        await using var screen = Open("en");

        var result = screen.Render<UploadResult>(p => p.Add(r => r.Outcome, new FileOutcome(new(12, 3, 2, 1), 201, [new(7, 2, RowProblem.Date)], FileErrors.CutOff, 1300)));

        Assert.Contains("Counted: 12. To unknown numbers: 3; without permission: 2; over the promise: 1.", result.Markup, StringComparison.Ordinal);
        Assert.Contains("201 rows were not understood", result.Markup, StringComparison.Ordinal);
        Assert.Contains("and 200 more", result.Markup, StringComparison.Ordinal);
        Assert.StartsWith("7", result.Find("tbody tr").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Contains("Everything before row 1,300 is counted", result.Find(".warn").TextContent, StringComparison.Ordinal);
        Assert.Contains("The file did not arrive whole.", result.Find(".warn").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_not_sees_nothing()
    {
        await using var screen = Open("en", Roles.SupportAgent);

        var page = screen.Render<SendsPage>();

        page.WaitForAssertion(() => Assert.Contains("No permission", page.Markup, StringComparison.Ordinal));
    }

    private Screen Open(string language, string role = Roles.Marketer)
    {
        var screen = new Screen(_here, role, language);
        screen.Services.AddSingleton(_here.Get<CountSends>());
        screen.Services.AddSingleton(_here.Get<PromiseReadings>());
        screen.Services.AddSingleton(_here.Get<OwedEntries>());
        screen.Services.AddSends();
        return screen.Ready();
    }

    private async Task CountAsync(params (int Number, int Count)[] to)
    {
        var sent = new SentMessages(_here.Shop.Id, Channel.Sms, MessageType.Promotional, _here.Database.Now);
        Assert.False((await _here.Get<CountSends>().ExecuteAsync(sent, [.. to.Select(one => new SentTo(_here.Number(one.Number), one.Count))], cancellation: Cancellation)).Failed);
    }
}
