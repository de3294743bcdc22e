using System.Buffers;

namespace ConsentDashboard.Domain.Notices;

/// <summary>How much of one SMS a text takes (3GPP TS 23.038): 160 places of the GSM alphabet, or 70 where any character is outside it.</summary>
public static class SmsLength
{
    public const int GsmPlaces = 160;
    public const int OtherPlaces = 70;

    private static readonly SearchValues<char> Basic = SearchValues.Create(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");

    // Sent as an escape and a character.
    private static readonly SearchValues<char> Extended = SearchValues.Create("\f^{}\\[~]|€");

    /// <returns>The places that the text takes, and how many one SMS has for it.</returns>
    public static (int Used, int Offered) Of(string text)
    {
        var used = 0;
        foreach (var character in text)
        {
            if (Basic.Contains(character))
            {
                used++;
            }
            else if (Extended.Contains(character))
            {
                used += 2;
            }
            else
            {
                return (text.Length, OtherPlaces);
            }
        }

        return (used, GsmPlaces);
    }
}
