using System.Text.RegularExpressions;
using ConsentDashboard.Domain.OptOut;

namespace ConsentDashboard.Features.Hooks;

/// <summary>What has to hold of the settings, with the key to set.</summary>
internal static partial class HooksRules
{
    public static IEnumerable<(bool Holds, string Key, string Message)> Of(HooksOptions options) =>
    [
        (options.Timeout is >= 1 and <= 60, "Hooks:Timeout", "must be between 1 and 60 seconds."),
        (options.RefusedPerAddressPerMinute >= 1, "Hooks:RefusedPerAddressPerMinute", "must be at least 1."),
        .. options.Sources.SelectMany(source => Of(source.Key, source.Value)),
    ];

    public static bool IsName(string? name) => name is not null && Name().IsMatch(name) && !name.Equals(TwilioHook.Source, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(bool Holds, string Key, string Message)> Of(string name, HookSourceOptions source) =>
    [
        (IsName(name), $"Hooks:Sources:{name}", "is a name of 1 to 40 small letters, digits and hyphens, other than twilio."),
        (source.Secret.Length >= 16, $"Hooks:Sources:{name}:Secret", "is missing or shorter than 16 characters."),
        (source.Scheme == InboundScheme.Basic || source.Header.Length > 0, $"Hooks:Sources:{name}:Header", "is empty; name the header that carries the signature."),
        (source is { From.Length: > 0, To.Length: > 0, Text.Length: > 0, Id.Length: > 0 }, $"Hooks:Sources:{name}", "needs the names of the fields From, To, Text and Id."),
    ];

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Name();
}
