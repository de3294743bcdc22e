using System.Collections.Frozen;

namespace ConsentDashboard.Operations.Imports.Reading;

public enum ListedState : byte
{
    /// <summary>The list does not say.</summary>
    None = 0,
    Subscribed = 1,
    Unsubscribed = 2,

    /// <summary>She was never asked, or did not confirm.</summary>
    Unknown = 3,

    /// <summary>A word that nobody knows: it is never guessed.</summary>
    NotUnderstood = 4,
}

/// <summary>The words in which lists say whether somebody is subscribed, in English, in Russian, and of well-known products.</summary>
public static class StateWords
{
    private static readonly FrozenDictionary<string, ListedState> Words = new (ListedState State, string[] Words)[]
    {
        (ListedState.Subscribed, ["subscribed", "yes", "y", "true", "1", "on", "active", "enabled", "optin", "optedin", "confirmed", "given", "granted", "consented", "да", "подписан", "подписана", "активен", "активна", "согласен", "согласна", "согласие", "дано"]),
        (ListedState.Unsubscribed, ["unsubscribed", "no", "n", "false", "0", "off", "inactive", "disabled", "optout", "optedout", "blocklisted", "blacklisted", "donotcontact", "dnc", "stop", "stopped", "withdrawn", "revoked", "refused", "redacted", "нет", "отписан", "отписана", "отказ", "отозвано", "неподписан", "неподписана", "стоп"]),
        (ListedState.Unknown, ["neversubscribed", "notsubscribed", "unconfirmed", "pending", "unknown", "none", "неизвестно", "неподтверждено", "неподтвержден", "ожидает"]),
    }.SelectMany(row => row.Words.Select(word => (word, row.State))).ToFrozenDictionary(pair => pair.word, pair => pair.State, StringComparer.Ordinal);

    public static ListedState Of(string text)
    {
        var word = Headers.Plain(text);
        return word.Length == 0 ? text.Trim().Length == 0 ? ListedState.None : ListedState.NotUnderstood : Words.GetValueOrDefault(word, ListedState.NotUnderstood);
    }
}
