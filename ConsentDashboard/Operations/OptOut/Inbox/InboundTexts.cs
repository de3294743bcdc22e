using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.OptOut.Inbox;

/// <summary>Opens what a message said and who sent it. Each is bound to the gateway and its id for the message.</summary>
public sealed class InboundTexts(KeyStore keys)
{
    /// <returns>Null where it is kept no longer, or cannot be opened any more.</returns>
    public string? Text(InboundMessage message) => Open(message.TextCipher, $"{message.Source}:{message.ProviderId}");

    /// <returns>Who wrote, as the gateway said; null where the subscriber's row says it, or it is kept no longer.</returns>
    public string? From(InboundMessage message) => Open(message.FromCipher, $"from:{message.Source}:{message.ProviderId}");

    internal byte[] Seal(string text, string boundTo) => Sealing.Seal(keys.Current.Cipher, Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(boundTo));

    private string? Open(byte[]? cipher, string boundTo)
    {
        if (cipher is null)
        {
            return null;
        }

        try
        {
            var ring = keys.Current.Find(KeyPurpose.Cipher, Sealing.KeyIdOf(cipher)) is null ? keys.Refresh() : keys.Current;
            return Encoding.UTF8.GetString(Sealing.Open(ring, cipher, Encoding.UTF8.GetBytes(boundTo)));
        }
        catch (Exception e) when (e is CryptographicException or KeyException)
        {
            return null;
        }
    }
}
