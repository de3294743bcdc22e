using System.Text;
using ConsentDashboard.Domain;
using PhoneNumbers;

namespace ConsentDashboard.Security.Numbers;

/// <summary>A number that has passed normalisation. <paramref name="Region"/> is ISO 3166, ZZ where it belongs to no country.</summary>
public readonly record struct E164Number(string Value, int CallingCode, string Region)
{
    /// <summary>Masked, so that no log or exception shows it by accident.</summary>
    public override string ToString() => NumberFormats.Mask(Value);
}

/// <summary>The one place where what people type becomes E.164.</summary>
public static class NumberFormats
{
    /// <summary>Longer input is never a number; it is refused before anything parses it.</summary>
    public const int MaxInputLength = 40;

    private const char Dot = '•';
    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    /// <summary>ISO 3166 regions that have numbers.</summary>
    public static IReadOnlySet<string> Regions => Library.GetSupportedRegions();

    public static bool IsKnownRegion(string region) => Library.GetSupportedRegions().Contains(region);

    /// <returns>0 where the region has no numbers.</returns>
    public static int CallingCodeOf(string region) => Library.GetCountryCodeForRegion(region);

    /// <param name="raw">What was typed or received, in any common format.</param>
    /// <param name="defaultRegion">ISO 3166 region for input without a calling code; null: only input with one is a number.</param>
    /// <returns>The number, or an error with the field <c>phone</c> (<c>region</c> where the region is unknown).</returns>
    public static Result<E164Number> Parse(string? raw, string? defaultRegion)
    {
        if (string.IsNullOrWhiteSpace(raw))
        {
            return new Error("Phone.Empty", ErrorKind.Invalid, "phone");
        }

        if (raw.Length > MaxInputLength)
        {
            return new Error("Phone.TooLong", ErrorKind.Invalid, "phone");
        }

        if (defaultRegion is not null && !IsKnownRegion(defaultRegion))
        {
            return new Error("Phone.UnknownRegion", ErrorKind.Invalid, "region");
        }

        var plain = raw.Normalize(NormalizationForm.FormKC);
        // The library would read letters as keypad digits (1-800-FLOWERS); in a consent record that is a slip, not a number.
        if (plain.Any(char.IsLetter))
        {
            return new Error("Phone.Letters", ErrorKind.Invalid, "phone");
        }

        if (!plain.All(IsNumberCharacter))
        {
            return new Error("Phone.Characters", ErrorKind.Invalid, "phone");
        }

        try
        {
            var number = Library.Parse(plain, defaultRegion);
            return Library.IsValidNumber(number)
                ? new E164Number(Library.Format(number, PhoneNumberFormat.E164), number.CountryCode, RegionOf(number))
                : new Error("Phone.Invalid", ErrorKind.Invalid, "phone");
        }
        catch (NumberParseException)
        {
            return new Error("Phone.Invalid", ErrorKind.Invalid, "phone");
        }
    }

    /// <summary>
    /// Calling code and last four digits in the shape of the country: <c>+7 ••• •••-45-67</c>. Of numbers so short that
    /// four would be most of them (+683 4002 is a whole number), fewer, so that three are always hidden.
    /// </summary>
    public static string Mask(string e164)
    {
        if (e164.Length < 6)
        {
            return new string(Dot, e164.Length);
        }

        PhoneNumber number;
        try
        {
            number = Library.Parse(e164, null);
        }
        catch (NumberParseException)
        {
            return $"+{new string(Dot, e164.Length - 5)}{e164[^4..]}";
        }

        var text = Library.Format(number, PhoneNumberFormat.INTERNATIONAL).ToCharArray();
        var start = 1 + number.CountryCode.ToString().Length;
        var shown = Math.Min(4, text.Skip(start).Count(char.IsAsciiDigit) - 3);
        var first = text.Length - 1;
        for (var seen = 0; first >= start && seen < shown; first--)
        {
            seen += char.IsAsciiDigit(text[first]) ? 1 : 0;
        }

        for (var i = start; i <= first; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                text[i] = Dot;
            }
        }

        return new string(text);
    }

    /// <summary>The number as its country writes it, for the one who may see it.</summary>
    public static string Full(string e164)
    {
        try
        {
            return Library.Format(Library.Parse(e164, null), PhoneNumberFormat.INTERNATIONAL);
        }
        catch (NumberParseException)
        {
            return e164;
        }
    }

    // The library says 001 of numbers that belong to the whole world (+800, +882).
    private static string RegionOf(PhoneNumber number) => Library.GetRegionCodeForNumber(number) is { Length: 2 } region ? region : "ZZ";

    private static bool IsNumberCharacter(char c) => char.IsDigit(c) || char.IsWhiteSpace(c) || "+-().,/–—‐‑ ".Contains(c, StringComparison.Ordinal);
}
