using Bunit;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Subscribers.Profile;

/// <summary>What the head of a profile offers beside recording and withdrawing.</summary>
public sealed class ChoosingActionsTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "More", "What she asks for: A copy of her data, A correction of her data, The erasure of her data", "Keeping and proof: Hold…, Restrict…, Evidence bundle…")]
    [InlineData("ru", "Ещё", "По запросу человека: Копия его данных, Исправление данных, Удаление данных", "Хранение и доказательства: Заморозить…, Ограничить обработку…, Пакет доказательств…")]
    public async Task An_officer_finds_what_is_rare_in_one_menu(string language, string name, params string[] groups)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = new Screen(here, language: language).Ready();

        var page = Open(screen, await OptedInAsync(here));

        page.WaitForAssertion(() => Assert.Equal(name, page.Find("details[data-menu] > summary").TextContent.Trim()));
        Assert.Equal(groups, page.FindAll("details[data-menu] [role=group]").Select(group =>
            $"{page.Find($"#{group.GetAttribute("aria-labelledby")}").TextContent}: {string.Join(", ", group.QuerySelectorAll("a, button").Select(choice => choice.TextContent))}"));
    }

    [Theory]
    [InlineData(Roles.Marketer)]
    [InlineData(Roles.SupportAgent)]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.Auditor)]
    public async Task Nobody_else_has_that_menu(string role)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = new Screen(here, role).Ready();

        var page = Open(screen, await OptedInAsync(here));

        page.WaitForAssertion(() => Assert.Contains("•••", page.Find("h1").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("details[data-menu]"));
        Assert.DoesNotContain(page.FindAll("a, button"), choice => choice.TextContent is "Restrict…" or "Evidence bundle…" or "The erasure of her data");
    }

    [Fact]
    public async Task While_one_action_is_asked_about_no_other_can_be_begun()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = new Screen(here).Ready();
        var dialogs = screen.Dialogs();
        var page = Open(screen, await OptedInAsync(here));
        page.WaitForElement(".danger");

        _ = page.Find(".danger").ClickAsync(new());
        dialogs.WaitForElement("[role=dialog]");

        page.WaitForAssertion(() => Assert.All(page.FindAll("details[data-menu] button, .head .danger"), button => Assert.True(button.HasAttribute("disabled"), button.TextContent)));
    }

    [Fact]
    public async Task Whoever_came_to_withdraw_and_thought_better_of_it_may_choose_again()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = new Screen(here).Ready();
        var person = await OptedInAsync(here);
        var dialogs = screen.Dialogs();
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo($"/subscribers/{person}?act=withdraw");
        var page = Open(screen, person);

        dialogs.WaitForElement("[role=dialog]");
        dialogs.FindAll("[role=dialog] button").Single(button => button.TextContent.Trim() == "Cancel").Click();

        page.WaitForAssertion(() => Assert.All(page.FindAll("details[data-menu] button, .head .danger"), button => Assert.False(button.HasAttribute("disabled"), button.TextContent)));
    }

    [Fact]
    public async Task What_she_asks_for_is_entered_with_her_id_and_never_her_number()
    {
        await using var here = await Installation.CreateAsync();
        var person = await OptedInAsync(here);
        await using var screen = new Screen(here).Ready();

        var page = Open(screen, person);

        page.WaitForAssertion(() => Assert.Equal(
            new[] { "Access", "Rectification", "Erasure" }.Select(kind => $"/requests/new?subscriber={person}&kind={kind}"),
            page.FindAll("details[data-menu] a").Select(link => link.GetAttribute("href"))));
    }

    [Fact]
    public async Task Of_whoever_was_erased_only_the_proof_can_be_taken_out()
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        await here.Ledger.RecordAsync(new() { SubscriberId = person.SubscriberId, Type = ConsentEventType.Erased, Source = Source.Staff, OccurredAt = here.Database.Now, Actor = Staff.Officer });
        await using var screen = new Screen(here).Ready();

        var page = Open(screen, person.PublicId);

        page.WaitForAssertion(() => Assert.Equal(["Evidence bundle…"], page.FindAll("details[data-menu] a, details[data-menu] button").Select(choice => choice.TextContent)));
    }

    [Theory]
    [InlineData("en", "Erasure asked for on 1 Jun 2026, due on", "Deletion (CCPA) asked for on 2 Apr 2026, was due on", "Open the request: Erasure")]
    [InlineData("ru", "Удаление данных: запрос от 1 июн. 2026, ответить до", "Удаление по требованию (CCPA): запрос от 2 апр. 2026, срок ответа истёк", "Открыть запрос: Удаление данных")]
    public async Task What_she_waits_for_stands_above_everything_else(string language, params string[] said)
    {
        await using var here = await Installation.CreateAsync();
        var (person, open) = await AskingAsync(here);
        await using var screen = new Screen(here, Roles.Auditor, language).Ready();

        var page = Open(screen, person);

        page.WaitForAssertion(() => Assert.All(said, part => Assert.Contains(part, string.Join(' ', page.FindAll(".notice").Select(note => $"{note.TextContent} {note.QuerySelector("a")!.GetAttribute("aria-label")}")), StringComparison.Ordinal)));
        Assert.Equal(2, page.FindAll(".notice a").Count);
        Assert.Contains(page.FindAll(".notice a"), link => link.GetAttribute("href") == $"/requests/{open}");
    }

    [Theory]
    [InlineData(Roles.Marketer)]
    [InlineData(Roles.SupportAgent)]
    public async Task Whoever_may_not_see_requests_does_not_see_hers(string role)
    {
        await using var here = await Installation.CreateAsync();
        var (person, _) = await AskingAsync(here);
        await using var screen = new Screen(here, role).Ready();

        var page = Open(screen, person);

        page.WaitForAssertion(() => Assert.Contains("•••", page.Find("h1").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(page.FindAll("a"), link => link.GetAttribute("href")!.StartsWith("/requests", StringComparison.Ordinal));
    }

    // One open, one overdue and one that was answered.
    private static async Task<(PublicId Person, PublicId Open)> AskingAsync(Installation here)
    {
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        var now = here.Database.Now;
        var open = Asked(RequestLaw.Gdpr, RequestKind.Erasure, now);
        await using var db = here.Open();
        db.AddRange(open, Asked(RequestLaw.Ccpa, RequestKind.Delete, now.AddDays(-60)), Asked(RequestLaw.Gdpr, RequestKind.Access, now.AddDays(-3), RequestStatus.Closed));
        await db.SaveChangesAsync(Token);
        return (person.PublicId, open.PublicId);

        PersonRequest Asked(RequestLaw law, RequestKind kind, DateTime at, RequestStatus status = RequestStatus.Received) => new()
        {
            PublicId = PublicId.Create(),
            SubscriberId = person.SubscriberId,
            Law = law,
            Kind = kind,
            Status = status,
            ReceivedBy = "letter",
            ReceivedAt = at,
            DueAt = RequestDeadlines.DueAt(law, kind, at),
        };
    }

    private static async Task<PublicId> OptedInAsync(Installation here) => (await here.Ledger.RecordAsync(here.OptIn(1))).Value!.PublicId;

    private static IRenderedComponent<SubscriberProfile> Open(Screen screen, PublicId person) =>
        screen.Render<SubscriberProfile>(parameters => parameters.Add(page => page.Id, person.ToString()));
}
