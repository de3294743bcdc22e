using ConsentDashboard.Domain;
using ConsentDashboard.Security.Numbers;
using CsCheck;

namespace ConsentDashboard.Tests.Security;

public sealed class NumberFormatTests
{
    [Theory]
    [InlineData("+7 916 123-45-67", "US", "+79161234567", 7, "RU")]
    [InlineData("8 (916) 123-45-67", "RU", "+79161234567", 7, "RU")]
    [InlineData("9161234567", "RU", "+79161234567", 7, "RU")]
    [InlineData("8 701 123 45 67", "KZ", "+77011234567", 7, "KZ")]
    [InlineData("(415) 555-2671", "US", "+14155552671", 1, "US")]
    [InlineData("1.415.555.2671", "US", "+14155552671", 1, "US")]
    [InlineData("011 44 20 7946 0958", "US", "+442079460958", 44, "GB")]
    [InlineData("020 7946 0958", "GB", "+442079460958", 44, "GB")]
    [InlineData("+44 (0)20 7946 0958", "US", "+442079460958", 44, "GB")]
    [InlineData("0049 30 901820", "FR", "+4930901820", 49, "DE")]
    [InlineData("06 12 34 56 78", "FR", "+33612345678", 33, "FR")]
    [InlineData("02 1234 5678", "IT", "+390212345678", 39, "IT")]
    [InlineData("+1 416 555 0134", "US", "+14165550134", 1, "CA")]
    [InlineData("  +7\u00A0916\u2011123\u201345\u201367 ", "US", "+79161234567", 7, "RU")]
    [InlineData("＋７９１６１２３４５６７", "US", "+79161234567", 7, "RU")]
    [InlineData("٠٥٠١٢٣٤٥٦٧", "AE", "+971501234567", 971, "AE")]
    public void What_people_type_becomes_one_number(string raw, string region, string expected, int callingCode, string numberRegion)
    {
        var number = NumberFormats.Parse(raw, region);

        Assert.Null(number.Error);
        Assert.Equal((expected, callingCode, numberRegion), (number.Value.Value, number.Value.CallingCode, number.Value.Region));
    }

    [Theory]
    [InlineData(null, "RU", "Phone.Empty", "phone")]
    [InlineData("", "RU", "Phone.Empty", "phone")]
    [InlineData(" \t ", "RU", "Phone.Empty", "phone")]
    [InlineData("1-800-FLOWERS", "US", "Phone.Letters", "phone")]
    [InlineData("8916123456O", "RU", "Phone.Letters", "phone")]
    [InlineData("+7 916 123-45-67 доб. 5", "RU", "Phone.Letters", "phone")]
    [InlineData("+7916123456📞", "RU", "Phone.Characters", "phone")]
    [InlineData("+7916123456\uD83D", "RU", "Phone.Characters", "phone")]
    [InlineData("+7 ••• •••-45-67", "RU", "Phone.Characters", "phone")]
    [InlineData("+79161234567\0", "RU", "Phone.Characters", "phone")]
    [InlineData("916", "RU", "Phone.Invalid", "phone")]
    [InlineData("112", "RU", "Phone.Invalid", "phone")]
    [InlineData("+7 916 123-45", "RU", "Phone.Invalid", "phone")]
    [InlineData("+7 916 123-45-67-89", "RU", "Phone.Invalid", "phone")]
    [InlineData("+999 123456789", "RU", "Phone.Invalid", "phone")]
    [InlineData("+++", "RU", "Phone.Invalid", "phone")]
    [InlineData("0000000000", "RU", "Phone.Invalid", "phone")]
    [InlineData("+79161234567", "XX", "Phone.UnknownRegion", "region")]
    [InlineData("+79161234567", "ru", "Phone.UnknownRegion", "region")]
    [InlineData("+79161234567", "", "Phone.UnknownRegion", "region")]
    public void What_is_no_number_is_refused_beside_its_field(string? raw, string region, string key, string field) =>
        Assert.Equal(new Error(key, ErrorKind.Invalid, field), NumberFormats.Parse(raw, region).Error);

    [Fact]
    public void Without_a_region_only_a_number_with_its_calling_code_is_one() =>
        Assert.Equal(("+447400123456", "Phone.Invalid"), (NumberFormats.Parse("+44 7400 123456", null).Value.Value, NumberFormats.Parse("07400 123456", null).Error?.Key));

    [Fact]
    public void Three_hundred_characters_are_refused_unread() =>
        Assert.Equal("Phone.TooLong", NumberFormats.Parse(new('9', 300), "RU").Error?.Key);

    [Fact]
    public void A_number_of_no_country_has_no_region() => Assert.Equal("ZZ", NumberFormats.Parse("+800 1234 5678", "US").Value.Region);

    [Theory]
    [InlineData("+79161234567", "+7 ••• •••-45-67")]
    [InlineData("+14155552671", "+1 •••-•••-2671")]
    [InlineData("+442079460958", "+44 •• •••• 0958")]
    [InlineData("+33612345678", "+33 • •• •• 56 78")]
    [InlineData("+4930901820", "+49 •• ••1820")]
    [InlineData("+390212345678", "+39 •• •••• 5678")]
    [InlineData("+971501234567", "+971 •• ••• 4567")]
    public void A_mask_leaves_the_calling_code_and_the_last_four(string number, string mask) => Assert.Equal(mask, NumberFormats.Mask(number));

    [Theory]
    [InlineData("+6834002")]
    [InlineData("+29022222")]
    [InlineData("+500511234")]
    public void A_mask_of_a_short_number_still_hides_three_digits(string number) =>
        Assert.True(NumberFormats.Mask(number).Count(c => c == '•') >= 3, NumberFormats.Mask(number));

    [Theory]
    [InlineData("")]
    [InlineData("+7")]
    [InlineData("12345")]
    [InlineData("not a number")]
    public void A_mask_of_anything_else_shows_at_most_its_end(string text) =>
        Assert.True(NumberFormats.Mask(text).Count(char.IsLetterOrDigit) <= 4);

    [Fact]
    public void A_mask_never_shows_another_digit() => Gen.Int[1, 999].SelectMany(code => Gen.Long[100_000, 99_999_999_999].Select(rest => $"+{code}{rest}")).Sample(number =>
    {
        var shown = string.Concat(NumberFormats.Mask(number).Where(char.IsAsciiDigit));
        var hidden = number.Length - 1 - shown.Length;
        // At most three digits of calling code and four at the end; what is between them is hidden.
        Assert.InRange(shown.Length, 1, 7);
        Assert.True(hidden >= 3 || number.Length <= 9, number);
        Assert.EndsWith(shown[^Math.Min(shown.Length, 1)..], number, StringComparison.Ordinal);
        Assert.StartsWith($"+{shown[..^Math.Min(shown.Length, 4)]}", number, StringComparison.Ordinal);
    });

    [Fact]
    public void A_number_written_anywhere_by_accident_is_masked() =>
        Assert.Equal("+7 ••• •••-45-67", $"{NumberFormats.Parse("+79161234567", "RU").Value}");

    [Fact]
    public void What_was_masked_or_written_in_full_reads_as_the_same_number()
    {
        Assert.Equal("+7 916 123-45-67", NumberFormats.Full("+79161234567"));
        Assert.Equal("+79161234567", NumberFormats.Parse(NumberFormats.Full("+79161234567"), "US").Value.Value);
    }
}
