namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>Russian in Latin letters, which people spell in many ways: each way gives one key, and the Russian word gives the same.</summary>
internal static class Transliteration
{
    // The order matters: longer ways to write a letter come before what they are made of.
    private static readonly (string From, string To)[] FromLatin =
    [
        ("shch", "ш"), ("sch", "ш"), ("tch", "ч"), ("zh", "ж"), ("kh", "х"), ("ch", "ч"), ("sh", "ш"), ("ts", "ц"), ("tc", "ц"),
        ("yu", "ю"), ("ju", "ю"), ("iu", "ю"), ("ya", "я"), ("ja", "я"), ("ia", "я"), ("yo", "е"), ("jo", "е"), ("ye", "е"), ("je", "е"), ("ie", "ие"),
        ("a", "а"), ("b", "б"), ("c", "ц"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"), ("j", "и"), ("k", "к"), ("l", "л"), ("m", "м"),
        ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("w", "в"), ("x", "х"), ("y", "и"), ("z", "з"), ("4", "ч"), ("6", "ш"),
    ];

    /// <summary>Null for a word that is not in Latin letters.</summary>
    public static string? KeyOfLatin(string word)
    {
        if (!word.Any(char.IsAsciiLetter) || word.Any(letter => letter > 'z'))
        {
            return null;
        }

        var key = new System.Text.StringBuilder(word.Length);
        for (var at = 0; at < word.Length;)
        {
            var (from, to) = FromLatin.FirstOrDefault(pair => word.AsSpan(at).StartsWith(pair.From, StringComparison.Ordinal));
            key.Append(to);
            at += from?.Length ?? 1;
        }

        return Key(key.ToString());
    }

    /// <summary>Sounds that Latin letters do not tell apart are one.</summary>
    public static string Key(string russian) => LookAlikes.Once(russian
        .Replace("ь", "", StringComparison.Ordinal).Replace("ъ", "", StringComparison.Ordinal)
        .Replace("тс", "ц", StringComparison.Ordinal).Replace('щ', 'ш').Replace('ы', 'и').Replace('э', 'е').Replace('й', 'и').Replace('ё', 'е'));
}
