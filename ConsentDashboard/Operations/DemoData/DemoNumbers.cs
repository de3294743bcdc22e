using System.Globalization;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>
/// Mobile numbers made by pattern, because parsing a million takes seconds. No two subscribers of a seed share one: the
/// last seven digits are a permutation of the subscriber's place.
/// </summary>
internal static class DemoNumbers
{
    /// <summary>More would repeat.</summary>
    public const int Capacity = 8_000_000;

    private const int FirstDigits = 2_000_000;
    private const int HalfBits = 12;
    private const int HalfMask = (1 << HalfBits) - 1;

    public static E164Number Of(DemoRegion region, string prefix, int place, long seed)
    {
        var digits = (FirstDigits + Permute(place, seed)).ToString(CultureInfo.InvariantCulture);
        return new($"+{region.CallingCode}{prefix}{digits}", region.CallingCode, region.Code);
    }

    /// <summary>The number as its owner types it into a form: mostly the national way.</summary>
    public static string Typed(DemoRegion region, E164Number number, DemoRandom random)
    {
        var national = number.Value.AsSpan(1 + region.CallingCode.ToString(CultureInfo.InvariantCulture).Length);
        return random.Below(4) switch
        {
            0 => number.Value,
            1 => $"{region.NationalPrefix}{national}",
            2 => $"{region.NationalPrefix}{national[..^7]} {national[^7..^4]}-{national[^4..^2]}-{national[^2..]}",
            _ => $"+{region.CallingCode} {national[..^7]} {national[^7..^4]} {national[^4..]}",
        };
    }

    // A Feistel network over 24 bits; values beyond the capacity go round again.
    private static int Permute(int value, long seed)
    {
        do
        {
            var (left, right) = (value >> HalfBits, value & HalfMask);
            for (var round = 0; round < 4; round++)
            {
                var mixed = (int)DemoRandom.Mix(((ulong)seed * 31) + ((ulong)round << 32) + (ulong)right) & HalfMask;
                (left, right) = (right, left ^ mixed);
            }

            value = (left << HalfBits) | right;
        }
        while (value >= Capacity);

        return value;
    }
}
