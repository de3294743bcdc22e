using Bunit;
using ConsentDashboard.Features.Retention.Policies;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Retention.Policies;

/// <summary>From how many on a second person is asked: fewer eyes take the password of whoever sets it.</summary>
public sealed class AskingASecondPersonTests
{
    private const string From = "Runs need a second person from this many subscribers on";
    private const string Password = "Your password";

    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("-1")]
    [InlineData("few")]
    [InlineData("")]
    public async Task What_is_no_number_is_said_beside_the_field_and_stays_typed(string typed)
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here).Ready();
        var card = Card(screen);
        card.Labelled(From).Input(typed);

        card.Find("form").Submit();

        card.WaitForAssertion(() => Assert.Equal("Write a number of subscribers, 0 or more.", card.Wrong(From)));
        Assert.Equal((typed, null), (card.Labelled(From).GetAttribute("value"), card.Wrong(Password)));
        Assert.Equal(0, await StoredAsync(here));
    }

    [Fact]
    public async Task More_than_before_takes_the_password_and_less_does_not()
    {
        await using var here = await Installation.CreateAsync();
        var (identity, _) = await StaffWithPassword.CreateAsync(here, Roles.Administrator, "administrator");
        await using var screen = PolicyScreens.Look(here, identity: identity).Ready();
        var card = Card(screen);
        card.Labelled(From).Input("100");
        card.Labelled(Password).Input("guessed");

        card.Find("form").Submit();
        card.WaitForAssertion(() => Assert.StartsWith("This is not your password.", card.Wrong(Password), StringComparison.Ordinal));
        Assert.Equal(("100", ""), (card.Labelled(From).GetAttribute("value"), card.Labelled(Password).GetAttribute("value")));
        Assert.Equal(0, await StoredAsync(here));

        card.Labelled(Password).Input(StaffWithPassword.Password);
        card.Find("form").Submit();
        card.WaitForAssertion(() => Assert.Equal("Saved.", card.Find("[role=status]").TextContent));
        Assert.Equal(100, await StoredAsync(here));

        card.Labelled(From).Input("50");
        card.Find("form").Submit();
        card.WaitForAssertion(() => Assert.Equal(50, StoredAsync(here).Result));
    }

    [Fact]
    public async Task What_somebody_else_set_meanwhile_is_not_overwritten()
    {
        await using var here = await Installation.CreateAsync();
        await using var screen = PolicyScreens.Look(here).Ready();
        var card = Card(screen);
        await using (var db = here.Open())
        {
            await db.RetentionSettings.ExecuteUpdateAsync(set => set.SetProperty(s => s.ApprovalFrom, 500).SetProperty(s => s.Version, s => s.Version + 1), Cancellation);
        }

        card.Labelled(From).Input("7");
        card.Find("form").Submit();

        card.WaitForAssertion(() => Assert.StartsWith("Somebody else changed this setting meanwhile.", card.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal(("7", 500), (card.Labelled(From).GetAttribute("value"), await StoredAsync(here)));
    }

    private static IRenderedComponent<ApprovalCard> Card(Screen screen)
    {
        var card = screen.Render<ApprovalCard>();
        card.WaitForElement("form");
        return card;
    }

    private static async Task<int> StoredAsync(Installation here)
    {
        await using var db = here.Open();
        return await db.RetentionSettings.Select(s => s.ApprovalFrom).SingleAsync(Cancellation);
    }
}
