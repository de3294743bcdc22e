using Bunit;
using ConsentDashboard.Components.Controls;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Components;

public sealed class MaskingNumbersTests : PartsContext
{
    [Fact]
    public void A_reader_hears_the_code_and_the_last_digits_and_no_dots()
    {
        var number = Render<MaskedNumber>(parameters => parameters.Add(part => part.Masked, "+7 ••• •••-45-67"));

        Assert.Equal("true", number.Find(".num").GetAttribute("aria-hidden"));
        Assert.Equal("number 7, ending in 4567", number.Find(".only-read").TextContent);
    }

    [Fact]
    public void An_erased_number_says_so() =>
        Assert.Equal("erased", Render<MaskedNumber>(parameters => parameters.Add(part => part.Masked, null)).Find("span").TextContent);
}
