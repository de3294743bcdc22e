using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Tests.Security;

public sealed class NumbersInTextTests
{
    [Theory]
    [InlineData("+1 (555) 123-4567")]
    [InlineData("(555) 123-4567")]
    [InlineData("555.123.4567")]
    [InlineData("555 - 123 - 4567")]
    [InlineData("+7 (495) 123-45-67")]
    [InlineData("8 (495) 123-45-67")]
    [InlineData("8(495)123-45-67")]
    [InlineData("8.916.123.45.67")]
    [InlineData("89161234567")]
    [InlineData("07400 123456")]
    [InlineData("+44 20 7946 0958")]
    [InlineData("2026-11-29-89161234567")]
    public void A_number_is_hidden_however_it_is_grouped_and_wherever_it_stands(string number)
    {
        var last = string.Concat(number.Where(char.IsAsciiDigit))[^4..];
        foreach (var text in (string[])[number, $"called back on {number}, she agreed", $"on 29.11.2026 {number}.", $"2026-11-29 {number}"])
        {
            var masked = NumbersInText.Mask(text);
            Assert.NotEqual(text, masked);
            Assert.DoesNotContain(number[..^2], masked, StringComparison.Ordinal);
            Assert.EndsWith(last, string.Concat(masked.Take(masked.LastIndexOf(last[^1]) + 1).Where(char.IsAsciiDigit)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ticket 12345678")]
    [InlineData("from 2026-01-01 - 2026-03-31")]
    [InlineData("с 01.01.2026 - 31.03.2026, в 12:30")]
    [InlineData("2026-11-29 12:30")]
    [InlineData("29.11.2026 12:30")]
    [InlineData("192.168.100.123")]
    [InlineData("from 192.168.100.123 and 10.0.0.1:8080")]
    [InlineData("2020 - 2024")]
    public void Days_addresses_and_tickets_stay(string text) => Assert.Equal(text, NumbersInText.Mask(text));
}
