using System.Globalization;
using ConsentDashboard.Components.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Tests.Components;

public sealed class AmountsTests
{
    private static readonly IStringLocalizer<PartsText> Words =
        new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<PartsText>>();

    [Theory]
    [InlineData("en", 1, "1 KB")]
    [InlineData("en", 12_900, "12 KB")]
    [InlineData("en", 12_900_000, "12.3 MB")]
    [InlineData("en", 2L << 30, "2 GB")]
    [InlineData("ru", 12_900_000, "12,3 МБ")]
    public void A_size_is_said_in_the_unit_that_fits(string language, long bytes, string said)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

        Assert.Equal(said, Words.Size(bytes));
    }

    [Theory]
    [InlineData(0.2, "1 s left")]
    [InlineData(89, "89 s left")]
    [InlineData(91, "2 min left")]
    public void What_is_left_is_never_said_too_low(double seconds, string said)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");

        Assert.Equal(said, Words.Left(TimeSpan.FromSeconds(seconds)));
    }
}
