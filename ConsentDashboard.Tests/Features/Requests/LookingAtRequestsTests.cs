using Bunit;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Features.Requests;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Features.Requests;

public sealed class LookingAtRequestsTests
{
    [Theory]
    [InlineData("en", "Right to know (CCPA)", "Erasure (GDPR)", "overdue", "Receipt should have been confirmed by")]
    [InlineData("ru", "Право знать (CCPA)", "Удаление данных (GDPR)", "Просрочен на", "Получение следовало подтвердить до")]
    public async Task What_is_open_stands_by_its_clock(string language, string first, string second, string overdue, string unconfirmed)
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.EnterAsync(RequestKind.Erasure, number: 2);
        await desk.EnterAsync(RequestKind.Know, law: RequestLaw.Ccpa, at: desk.Here.Database.Now.AddDays(-46));
        await using var screen = desk.Look(language: language);

        var page = screen.Render<RequestList>();

        page.WaitForAssertion(() =>
        {
            var rows = page.FindAll("tbody tr");
            Assert.Equal([first, second], rows.Select(row => row.QuerySelector("a")!.TextContent));
            Assert.Contains(overdue, rows[0].TextContent, StringComparison.Ordinal);
            Assert.Contains(unconfirmed, rows[0].TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain(unconfirmed, rows[1].TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain(desk.Here.Number(1).Value[^7..], page.Markup, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Nothing_open_is_said()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await using var screen = desk.Look();

        var page = screen.Render<RequestList>();

        page.WaitForAssertion(() => Assert.Contains("No open requests", page.Markup, StringComparison.Ordinal));
        Assert.True(page.Has("Enter a request"));
    }

    [Fact]
    public async Task Where_the_number_went_to_somebody_else_since_the_code_another_proof_is_asked_for()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        var id = await desk.EnterAsync(RequestKind.Access);
        await desk.SendCodeAsync(id);
        Assert.Null((await desk.CheckAsync(id, await desk.CodeAsync())).Error);
        Assert.Null((await desk.PrepareAsync(id)).Error);
        await desk.ReassignAsync();
        await using var screen = desk.Look();

        var page = screen.Render<RequestPage>(p => p.Add(r => r.Id, $"{id}"));

        page.WaitForElement("#request-proof");
        Assert.Contains("reported as reassigned", page.Markup, StringComparison.Ordinal);
        Assert.False(page.Has("Send a code"));
        Assert.Empty(page.FindAll("a[download]"));

        await desk.RecogniseAsync(id);
        var recognised = screen.Render<RequestPage>(p => p.Add(r => r.Id, $"{id}"));
        recognised.WaitForAssertion(() => Assert.Contains("may be about the person who had it before", recognised.Markup, StringComparison.Ordinal));
        Assert.Empty(recognised.FindAll("#request-proof"));
        Assert.Equal(2, recognised.FindAll("a[download]").Count);
    }

    [Fact]
    public async Task An_auditor_looks_and_enters_nothing()
    {
        await using var desk = await RequestDesk.OpenAsync();
        var id = await desk.EnterAsync(RequestKind.Know, law: RequestLaw.Ccpa);
        await using var screen = desk.Look(Roles.Auditor);

        var list = screen.Render<RequestList>();
        var page = screen.Render<RequestPage>(p => p.Add(r => r.Id, $"{id}"));

        list.WaitForElement("tbody tr");
        Assert.False(list.Has("Enter a request"));
        page.WaitForAssertion(() => Assert.Contains("Right to know (CCPA)", page.Find("h1").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("form"));
        Assert.False(page.Has("The person was told that it came"));
    }

    [Fact]
    public async Task Whoever_may_not_sees_nothing()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await using var screen = desk.Look(Roles.Marketer);

        var page = screen.Render<RequestList>();

        page.WaitForAssertion(() => Assert.Contains("No permission", page.Markup, StringComparison.Ordinal));
    }
}
