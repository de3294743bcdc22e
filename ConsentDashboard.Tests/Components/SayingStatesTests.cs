using Bunit;
using ConsentDashboard.Components.Controls;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Components;

public sealed class SayingStatesTests : PartsContext
{
    private static readonly string[] Languages = ["en", "ru"];

    [Theory]
    [InlineData(ConsentState.Given, "Given", "given")]
    [InlineData(ConsentState.Requested, "Requested", "wait")]
    [InlineData(ConsentState.Withdrawn, "Withdrawn", "stop")]
    [InlineData(ConsentState.Expired, "Expired", "off")]
    [InlineData(ConsentState.None, "Never asked", "off")]
    public void A_chip_is_icon_word_and_colour(ConsentState state, string word, string colour)
    {
        var chip = Render<StateChip>(parameters => parameters.Add(part => part.State, state)).Find("span");

        Assert.Equal(word, chip.TextContent.Trim());
        Assert.Contains(colour, chip.ClassList);
        Assert.Equal("true", chip.QuerySelector("svg")!.GetAttribute("aria-hidden"));
    }

    [Fact]
    public void A_hold_stands_before_everything_else() =>
        Assert.Equal("On hold", Render<StateChip>(parameters => parameters.Add(part => part.Standing, Standing.Contactable).Add(part => part.Held, true)).Find("span").TextContent.Trim());

    [Fact]
    public void Every_word_of_the_domain_is_there_in_both_languages()
    {
        var words = Services.GetRequiredService<CellWords>();
        foreach (var language in Languages)
        {
            Speak(language);
            string[] all =
            [
                words.Hold,
                .. Enum.GetValues<Channel>().Select(value => words[value]),
                .. Enum.GetValues<MessageType>().Select(value => words[value]),
                .. Enum.GetValues<ConsentKind>().Select(value => words[value]),
                .. Enum.GetValues<ConsentState>().Select(value => words[value]),
                .. Enum.GetValues<Standing>().Select(value => words[value]),
                .. Enum.GetValues<Source>().Select(value => words[value]),
                .. Enum.GetValues<Method>().Select(value => words[value]),
                .. Enum.GetValues<Assurance>().Select(value => words[value]),
                .. Enum.GetValues<ConsentEventType>().Select(value => words[value]),
                .. Enum.GetValues<ReachabilityStatus>().Select(value => words[value]),
            ];

            // A missing key is answered with the key itself, which has a dot in it.
            Assert.DoesNotContain(all, word => word.Contains('.', StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("en", ConsentCells.All, "everything")]
    [InlineData("en", ConsentCells.None, "–")]
    [InlineData("en", ConsentCells.SmsInformational | ConsentCells.SmsPromotional, "SMS: informational, promotional")]
    [InlineData("en", ConsentCells.SmsAdvertising | ConsentCells.AllCalls, "SMS: advertising · Calls: all")]
    [InlineData("ru", ConsentCells.SmsAdvertising | ConsentCells.AllCalls, "SMS: рекламные · Звонки: все")]
    public void Cells_are_told_channel_by_channel(string language, ConsentCells cells, string expected)
    {
        Speak(language);

        Assert.Equal(expected, Services.GetRequiredService<CellWords>()[cells]);
    }
}
