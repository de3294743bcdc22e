using System.Text.Json;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Keys;

namespace ConsentDashboard.Operations.Messaging;

/// <summary>A text that one person is to get from one sender.</summary>
/// <param name="SenderId">Whose; decides from which number it leaves.</param>
/// <param name="To">In E.164.</param>
/// <param name="Text">What she reads.</param>
public sealed record TextMessage(long SenderId, string To, string Text);

/// <summary>What leaves through the outbox.</summary>
public static class MessageKinds
{
    /// <summary>The code that answers a double opt-in.</summary>
    public const string ConfirmationCode = "confirmation-code";

    /// <summary>The one text that says that an opt-out has arrived; of no use after <see cref="OptOutAnswerLife"/>.</summary>
    public const string OptOutAnswer = "opt-out-answer";

    public const string HelpAnswer = "help-answer";

    public const string OptInAnswer = "opt-in-answer";

    /// <summary>The code by which somebody who asks about her data is recognised; of no use after <see cref="RequestCodeLife"/>.</summary>
    public const string RequestCode = "request-code";

    public static readonly TimeSpan RequestCodeLife = TimeSpan.FromMinutes(15);

    /// <summary>47 CFR 64.1200(a)(12): one confirmation, presumed within the consent that was revoked when sent within five minutes.</summary>
    public static readonly TimeSpan OptOutAnswerLife = TimeSpan.FromMinutes(5);
}

/// <summary>Seals texts for the outbox, and opens them for the gateway.</summary>
public sealed class TextMessages(KeyStore keys)
{
    /// <summary>The endpoint of everything that leaves by SMS.</summary>
    public const string Endpoint = "sms";

    /// <param name="messageKey">The same key is never sent twice.</param>
    public OutboxDraft Draft(Guid messageKey, TextMessage message, string kind) =>
        new(messageKey, Endpoint, kind, Sealing.Seal(keys.Current.Cipher, JsonSerializer.SerializeToUtf8Bytes(message), Associated(messageKey)), message.SenderId);

    /// <returns>Null where the payload has been erased.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The row was changed.</exception>
    public TextMessage? Open(OutboxMessage row)
    {
        if (row.PayloadCipher is not { } cipher)
        {
            return null;
        }

        var ring = keys.Current.Find(KeyPurpose.Cipher, Sealing.KeyIdOf(cipher)) is null ? keys.Refresh() : keys.Current;
        return JsonSerializer.Deserialize<TextMessage>(Sealing.Open(ring, cipher, Associated(row.MessageKey)));
    }

    private static byte[] Associated(Guid key) => key.ToByteArray(bigEndian: true);
}
