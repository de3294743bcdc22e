using ConsentDashboard.Domain;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.OptOut.Inbound;

/// <summary>Who wrote: gateways leave out the plus, and sometimes the country.</summary>
internal static class ReplyNumbers
{
    private const string NoCountry = "US";

    private static readonly Error Ambiguous = new("Phone.Invalid", ErrorKind.Invalid, "phone");

    /// <param name="from">As the gateway says.</param>
    /// <param name="region">ISO 3166 region of the sender; null where she is not known.</param>
    public static Result<E164Number> Parse(string? from, string? region)
    {
        var text = from?.Trim() ?? "";
        if (text.StartsWith('+') || text.StartsWith("00", StringComparison.Ordinal))
        {
            return NumberFormats.Parse(text.StartsWith("00", StringComparison.Ordinal) ? $"+{text[2..]}" : text, region ?? NoCountry);
        }

        // Digits alone are most often the whole number without its plus. Where they are a good local one of somebody else
        // too, nobody knows whom a STOP would end: people have to look.
        var local = NumberFormats.Parse(text, region ?? NoCountry);
        var whole = text.Length > 0 && text.All(char.IsAsciiDigit) ? NumberFormats.Parse($"+{text}", region ?? NoCountry) : local;
        return whole.Failed ? local
            : local.Failed || local.Value == whole.Value ? whole
            : Ambiguous;
    }
}
