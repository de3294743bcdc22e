using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ConsentDashboard.Domain;

/// <summary>The only name by which a row is known outside: 64 random bits, written as eleven base62 characters.</summary>
public readonly record struct PublicId(long Value)
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Length = 11;

    public static PublicId Create()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return new(BitConverter.ToInt64(bytes));
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out PublicId id)
    {
        id = default;
        if (text is not { Length: Length })
        {
            return false;
        }

        UInt128 value = 0;
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            value = (value * 62) + (uint)digit;
        }

        if (value > ulong.MaxValue)
        {
            return false;
        }

        id = new((long)(ulong)value);
        return true;
    }

    public override string ToString() => string.Create(Length, (ulong)Value, static (span, value) =>
    {
        for (var i = span.Length - 1; i >= 0; i--)
        {
            (value, var digit) = Math.DivRem(value, 62);
            span[i] = Alphabet[(int)digit];
        }
    });
}
