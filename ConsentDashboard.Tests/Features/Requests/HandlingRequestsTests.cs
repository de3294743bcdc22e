using Bunit;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Requests;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Requests;

public sealed class HandlingRequestsTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_code_that_is_read_out_recognises_her()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        await using var screen = desk.Look();
        var page = Open(screen, await desk.EnterAsync(RequestKind.Access));
        Assert.Contains("First the person has to be recognised.", page.Markup, StringComparison.Ordinal);

        page.Named("Send a code").Click();
        page.WaitForAssertion(() => Assert.Contains("A code is on its way", page.Find("[role=status]").TextContent, StringComparison.Ordinal));
        page.Labelled("Code that the person reads out").Input("000");
        page.Named("Check the code").Click();
        page.WaitForAssertion(() => Assert.Equal("This is not the code.", page.Wrong("Code that the person reads out")));
        page.Labelled("Code that the person reads out").Input(await desk.CodeAsync());
        page.Find("#request-code").Closest("form")!.Submit();

        page.WaitForAssertion(() => Assert.Contains("Recognised by code by SMS.", page.Markup, StringComparison.Ordinal));
        Assert.True(page.Has("Prepare the answer"));
    }

    [Fact]
    public async Task Where_the_number_was_reassigned_no_code_is_offered()
    {
        await using var desk = await RequestDesk.OpenAsync();
        var known = await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        await desk.Here.Ledger.RecordAsync(new()
        {
            SubscriberId = known.Value!.SubscriberId,
            Type = ConsentEventType.ReachabilityChanged,
            Source = Source.Api,
            OccurredAt = desk.Here.Database.Now,
            Actor = Staff.Officer,
            Reachability = new(ReachabilityStatus.Reassigned, "registry"),
        });
        await using var screen = desk.Look();

        var page = Open(screen, await desk.EnterAsync(RequestKind.Access));

        Assert.Contains("The number was reported as reassigned", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.False(page.Has("Send a code"));
        page.Labelled("How the person was recognised").Change("signed-letter");
        page.Labelled("Note").Input("letter 17");
        page.Find("#request-note").Closest("form")!.Submit();
        page.WaitForAssertion(() => Assert.Contains("Recognised by signed letter.", page.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "Outcome", "Choose a decision.", "Erase this person?", "Erase and close")]
    [InlineData("ru", "Решение", "Выберите решение.", "Удалить данные этого человека?", "Удалить данные и закрыть")]
    public async Task Nothing_is_decided_until_it_is_chosen_and_an_erasure_is_asked_again(string language, string label, string wrong, string question, string erase)
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        var id = await desk.EnterAsync(RequestKind.Erasure);
        await desk.RecogniseAsync(id);
        await using var screen = desk.Look(language: language);
        var dialogs = screen.Dialogs();
        var page = Open(screen, id);

        page.Find("#decide-outcome").Closest("form")!.Submit();
        page.WaitForAssertion(() => Assert.Equal(wrong, page.Wrong(label)));

        page.Labelled(label).Change("Granted");
        _ = page.Find("#decide-outcome").Closest("form")!.SubmitAsync();
        dialogs.WaitForAssertion(() => Assert.Contains(question, dialogs.Find("[role=dialog]").TextContent, StringComparison.Ordinal));
        Assert.Null((await desk.FindAsync(id)).ClosedAt);
        dialogs.FindAll("button").Single(button => button.TextContent == erase).Click();

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("#decide-outcome")));
        await using var db = desk.Here.Open();
        Assert.NotNull((await db.Subscribers.SingleAsync(Token)).ErasedAt);
    }

    [Fact]
    public async Task Where_others_hold_her_the_officer_is_told_before()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1, sender: desk.Here.Bank));
        await using var screen = desk.Look();

        var page = Open(screen, await desk.EnterAsync(RequestKind.Erasure, sender: desk.Here.Shop.Id));

        Assert.Contains("The request names only North Shop", page.Find(".warn").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_its_receipt_was_confirmed_is_one_click()
    {
        await using var desk = await RequestDesk.OpenAsync();
        var id = await desk.EnterAsync(RequestKind.Know, law: RequestLaw.Ccpa);
        await using var screen = desk.Look();
        var page = Open(screen, id);

        page.Named("The person was told that it came").Click();

        page.WaitForAssertion(() => Assert.False(page.Has("The person was told that it came")));
        Assert.Equal(desk.Here.Database.Now, (await desk.FindAsync(id)).ConfirmedAt);
    }

    [Fact]
    public async Task What_was_decided_of_one_request_is_done_to_it_though_the_address_leads_to_another()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(2));
        var (first, second) = (await desk.EnterAsync(RequestKind.Erasure), await desk.EnterAsync(RequestKind.Erasure, number: 2));
        await using var screen = desk.Look();
        var visitor = HeldVisitor.Of(screen, Roles.ComplianceOfficer);
        var page = Open(screen, first);
        page.Labelled("Outcome").Change("Refused");
        page.Find("#decide-reason").Input("Not her number.");

        visitor.Hold();
        page.Render(with => with.Add(r => r.Id, $"{second}"));
        page.Find("#decide-outcome").Closest("form")!.Submit();
        visitor.Release();

        page.WaitForAssertion(() => Assert.Equal("", page.Find("#decide-reason").GetAttribute("value") ?? ""));
        Assert.Equal(("Not her number.", null), ((await desk.FindAsync(first)).OutcomeReason, (await desk.FindAsync(second)).ClosedAt));
    }

    private static IRenderedComponent<RequestPage> Open(Screen screen, PublicId id)
    {
        var page = screen.Render<RequestPage>(p => p.Add(r => r.Id, $"{id}"));
        page.WaitForElement("#decide-outcome");
        return page;
    }
}
