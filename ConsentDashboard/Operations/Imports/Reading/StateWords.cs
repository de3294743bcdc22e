namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>What state columns usually say; compared without regard to case.</summary>
internal static class StateWords
{
    public static readonly IReadOnlyList<string> Subscribed =
    [
        "yes", "y", "true", "1", "subscribed", "opt-in", "opt in", "optin", "opted in", "opted-in", "opted_in", "active", "enabled", "confirmed",
        "да", "истина", "подписан", "подписана", "согласен", "согласна", "есть согласие",
    ];

    public static readonly IReadOnlyList<string> Unsubscribed =
    [
        "no", "n", "false", "0", "unsubscribed", "opt-out", "opt out", "optout", "opted out", "opted-out", "opted_out", "blocklisted", "blacklisted", "suppressed", "stop",
        "disabled", "withdrawn", "нет", "ложь", "отписан", "отписана", "отказ", "не согласен", "не согласна", "отозвано",
    ];

    /// <summary>What a column of opt-outs says of somebody who did not opt out; compared without regard to case.</summary>
    public static readonly IReadOnlyList<string> NoOptOut = ["0", "no", "n", "false", "null", "\\N", "none", "never", "-", "–", "—", "n/a", "нет", "ложь", "не указано"];
}
