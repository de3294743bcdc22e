using Bunit;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Features.Retention.Policies;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Retention.Policies;

/// <summary>A policy reads as a sentence while it is written, offers what may follow, and says beside each field what is wrong with it.</summary>
public sealed class WritingPoliciesTests
{
    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Then", "Period", "Unit", "Sender", "Region", "Numbers withdrawn for more than 30 days are restricted", "Of North Shop, in Germany: numbers withdrawn for more than 2 months are erased")]
    [InlineData("ru", "Что сделать", "Срок", "Единица", "Отправитель", "Регион", "Номера, владельцы которых отозвали согласие более 30 дней назад, ограничиваются", "Отправитель: North Shop, регион: Германия — номера, владельцы которых отозвали согласие более 2 месяцев назад, стираются")]
    public async Task The_sentence_reads_as_the_choices_say(string language, string action, string period, string unit, string sender, string region, string before, string after)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here, language: language).Ready();
        var page = New(screen);
        Assert.Equal(before, Sentence(page));

        page.Labelled(action).Change("Erase");
        page.Labelled(period).Input("2");
        page.Labelled(unit).Change("Months");
        page.Labelled(sender).Change($"{here.Shop.PublicId}");
        page.Labelled(region).Input("de");

        Assert.Equal(after, Sentence(page));
    }

    [Fact]
    public async Task What_it_finds_decides_what_may_follow_and_whether_a_period_is_asked()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here).Ready();
        var page = New(screen);

        foreach (var trigger in Enum.GetValues<RetentionTrigger>())
        {
            page.Labelled("Find").Change($"{trigger}");

            var offered = page.Labelled("Then").QuerySelectorAll("option").Select(option => option.GetAttribute("value"));
            Assert.Equal(PolicyDefinition.ActionsOf(trigger).Select(action => $"{action}"), offered);
            Assert.Equal(PolicyDefinition.HasPeriod(trigger), page.Labels().Contains("Period"));
            Assert.Equal(PolicyDefinition.HasPeriod(trigger), page.Labels().Contains("Unit"));
            Assert.Equal(trigger == RetentionTrigger.Inactive, page.Labels().Contains("Our own sends and contact by staff count as activity"));
            Assert.DoesNotContain("does nothing yet", Sentence(page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_done_stays_where_it_may_follow_as_well()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here).Ready();
        var page = New(screen);

        page.Labelled("Then").Change("Erase");
        page.Labelled("Find").Change("Inactive");
        Assert.Equal("Numbers without any activity of the person for more than 30 days are erased", Sentence(page));
        page.Labelled("Our own sends and contact by staff count as activity").Change(true);
        Assert.Equal("Numbers without any activity of the person, sends or contact by staff for more than 30 days are erased", Sentence(page));
        page.Labelled("Find").Change("ProofMissing");
        Assert.Equal("Given consents without evidence become invalid", Sentence(page));
    }

    [Theory]
    [InlineData("en", "Find", "Then", "At the earliest when no sender that she had agreed to keeps the proof of it any more.")]
    [InlineData("ru", "Кого найти", "Что сделать", "Не раньше, чем истечёт срок хранения доказательств у каждого отправителя, которому было дано согласие.")]
    public async Task Where_the_proof_may_keep_whoever_withdrew_for_longer_it_says_so(string language, string find, string then, string hint)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here, language: language).Ready();
        var page = New(screen);

        Assert.Null(page.Labelled(then).GetAttribute("aria-describedby"));
        page.Labelled(then).Change("Erase");
        Assert.Equal(hint, page.Find($"#{page.Labelled(then).GetAttribute("aria-describedby")}").TextContent.Trim());
        page.Labelled(find).Change("Inactive");
        Assert.Null(page.Labelled(then).GetAttribute("aria-describedby"));
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "Period", "-5", "Write a period of 1 to 7,300 days or 1 to 240 months." },
        { "Period", "0", "Write a period of 1 to 7,300 days or 1 to 240 months." },
        { "Period", "7301", "Write a period of 1 to 7,300 days or 1 to 240 months." },
        { "Period", "1.5", "Write a period of 1 to 7,300 days or 1 to 240 months." },
        { "Period", "", "Write a period of 1 to 7,300 days or 1 to 240 months." },
        { "Then", "Expire", "Choose what happens to the numbers; this cannot follow from what the policy finds." },
        { "Region", "D1", "Write the two letters of a country, such as DE." },
        { "Ask twice from this percentage of the list on", "0", "Write a percentage of 1 to 100." },
        { "Ask twice from this percentage of the list on", "101", "Write a percentage of 1 to 100." },
        { "Ask twice from this percentage of the list on", "ten", "Write a percentage of 1 to 100." },
        { "Cron expression", "every day", "This is no cron expression. It has six fields and a ? for one of the two days, such as 0 30 6 ? * MON-FRI." },
        { "Cron expression", "0 * * * * ?", "It can be due once an hour at most. Choose fewer times." },
        { "Time zone", "Europe/Atlantis", "There is no such time zone. Write its IANA name, such as Europe/Moscow." },
        { "Name", " ", "Give the policy a name of at most 100 characters." },
        { "Name", "Taken", "Another policy has this name. Choose a different one." },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public async Task A_mistake_stands_beside_its_field_and_what_was_typed_stays(string field, string typed, string message)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here).Ready();
        await screen.SaveAsync("Taken", PolicyScreens.Withdrawn);
        var page = New(screen);
        page.Labelled("Name").Input("Mine");
        page.Labelled("Repeat").Change("Custom");
        page.Labelled("Cron expression").Input("0 30 6 ? * MON-FRI");
        Write(page, field, typed);

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Equal(message, page.Wrong(field)));
        Assert.Equal([field], page.Labels().Where(label => page.Wrong(label) is not null));
        Assert.Equal(typed, page.Labelled(field).GetAttribute("value"));
        Assert.Equal(field == "Name" ? typed : "Mine", page.Labelled("Name").GetAttribute("value"));
        Assert.Empty(page.FindAll("[role=alert]"));
        Assert.Single(await screen.PoliciesAsync());
    }

    [Theory]
    [InlineData("en", "Repeat", "Time", "Every day at 06:30 (Europe/Berlin)")]
    [InlineData("ru", "Повторять", "Время", "Каждый день в 06:30 (Europe/Berlin)")]
    public async Task The_schedule_is_said_in_words_with_the_next_five_dates(string language, string repeat, string time, string words)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here, language: language).Ready();
        var page = New(screen);
        Assert.Empty(page.FindAll("[role=status] li"));

        page.Labelled(repeat).Change("Daily");
        page.Labelled(time).Change("06:30:00");

        Assert.Equal(words, page.Find("[role=status] strong").TextContent);
        Assert.Equal(Enumerable.Range(1, 5).Select(day => new DateTime(2026, 6, day, 6, 30, 0).ToString("d MMM yyyy, HH:mm", System.Globalization.CultureInfo.GetCultureInfo(language))), page.FindAll("[role=status] li").Select(date => date.TextContent));
    }

    [Fact]
    public async Task Saved_it_is_off_and_opens_under_its_own_address_as_it_was_written()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here).Ready();
        var page = New(screen);
        page.Labelled("Name").Input("Left long ago");
        page.Labelled("Period").Input("60");

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Matches("/retention/policies/[0-9A-Za-z]{11}$", screen.Services.GetRequiredService<NavigationManager>().Uri));
        var saved = Assert.Single(await screen.PoliciesAsync());
        Assert.Equal(("Left long ago", false, PolicyScreens.Withdrawn with { Period = 60 }), (saved.Name, saved.IsOn, saved.Definition));
        var again = Page(screen, $"{saved.PublicId}");
        Assert.Equal(("60", "Left long ago"), (again.Labelled("Period").GetAttribute("value"), again.Labelled("Name").GetAttribute("value")));
        Assert.Equal("Numbers withdrawn for more than 60 days are restricted", Sentence(again));
    }

    [Theory]
    [InlineData("Стереть неактивные номера", "Erase inactive numbers")]
    [InlineData("Наше", "Наше")]
    public async Task One_that_came_with_the_installation_keeps_its_name_in_every_language_until_somebody_renames_it(string typed, string stored)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here, language: "ru").Ready();
        var page = Page(screen, $"{await screen.SaveAsync("Erase inactive numbers", new() { Trigger = RetentionTrigger.Inactive, Period = 24, Unit = RetentionUnit.Months, Action = RetentionAction.Erase })}");
        Assert.Equal("Стереть неактивные номера", page.Labelled("Название").GetAttribute("value"));
        page.Labelled("Название").Input(typed);
        page.Labelled("Срок").Input("36");

        page.Find("form").Submit();

        await using var db = here.Open();
        page.WaitForAssertion(() => Assert.Equal((stored, 36), db.RetentionPolicies.Select(p => new { p.Name, p.Period }).AsEnumerable().Select(p => (p.Name, p.Period)).Single()));
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_is_not_overwritten_and_what_was_typed_stays()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here).Ready();
        var page = Page(screen, $"{await screen.SaveAsync("Left", PolicyScreens.Withdrawn)}");
        page.Labelled("Period").Input("90");
        await using (var db = here.Open())
        {
            await db.RetentionPolicies.ExecuteUpdateAsync(set => set.SetProperty(p => p.Version, p => p.Version + 1), Cancellation);
        }

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.StartsWith("Somebody else changed the policy meanwhile.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("90", page.Labelled("Period").GetAttribute("value"));
        Assert.Equal(30, Assert.Single(await screen.PoliciesAsync()).Definition.Period);
    }

    [Fact]
    public async Task Who_may_only_look_reads_the_sentence_and_can_change_nothing()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here, Roles.Auditor).Ready();

        var page = Page(screen, $"{await screen.SaveAsync("Left", PolicyScreens.Withdrawn)}");

        Assert.Equal("Numbers withdrawn for more than 30 days are restricted", Sentence(page));
        Assert.All(page.FindAll("form input, form select"), field => Assert.NotNull(field.Closest("fieldset[disabled]")));
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public async Task Who_may_not_write_one_sees_the_forbidden_state_and_it_is_recorded()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here, Roles.Auditor).Ready();

        var page = screen.Render<PolicyEditor>();

        page.WaitForAssertion(() => Assert.Contains(page.FindAll("h1"), heading => heading.TextContent == "No permission"));
        Assert.Contains(Permissions.ManagePolicies, Assert.Single(screen.Denials), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form"));
    }

    [Theory]
    [InlineData("11111111111")]
    [InlineData("no-such-thing")]
    public async Task One_that_is_not_there_says_so(string id)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here).Ready();

        var page = screen.Render<PolicyEditor>(with => with.Add(p => p.Id, id));

        page.WaitForAssertion(() => Assert.Equal("No such policy", page.Find("h2").TextContent));
    }

    [Fact]
    public async Task Until_it_is_read_it_says_that_it_loads()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here);

        var page = screen.Render<PolicyEditor>();

        Assert.Contains("Loading", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        screen.Ready();
        page.WaitForElement("form");
    }

    [Fact]
    public async Task A_new_one_is_closed_while_it_is_saved_and_a_second_press_makes_no_second()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here).Ready();
        var page = New(screen);
        page.Labelled("Name").Input("Mine");

        using (await here.Get<WriteGate>().EnterAsync(WritePriority.Act, Cancellation))
        {
            page.Find("form").Submit();
            page.WaitForAssertion(() => Assert.True(page.Find("form fieldset").HasAttribute("disabled")));
        }

        page.WaitForAssertion(() => Assert.Equal("Mine", page.Find("h1").TextContent));
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.False(page.Find("form fieldset").HasAttribute("disabled")));
        Assert.Empty(page.FindAll("[role=alert]"));
        Assert.Single(await screen.PoliciesAsync());
    }

    private static string Sentence(IRenderedComponent<IComponent> page) => page.Find("form [aria-live]").TextContent;

    private static void Write(IRenderedComponent<IComponent> page, string field, string typed)
    {
        if (page.Labelled(field).LocalName == "select")
        {
            page.Labelled(field).Change(typed);
        }
        else
        {
            page.Labelled(field).Input(typed);
        }
    }

    private static IRenderedComponent<PolicyEditor> New(Screen screen)
    {
        var page = screen.Render<PolicyEditor>();
        page.WaitForElement("form");
        return page;
    }

    private static IRenderedComponent<PolicyEditor> Page(Screen screen, string id)
    {
        var page = screen.Render<PolicyEditor>(with => with.Add(p => p.Id, id));
        page.WaitForElement("form");
        return page;
    }
}
