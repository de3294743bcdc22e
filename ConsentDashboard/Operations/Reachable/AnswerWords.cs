using System.Collections.Frozen;
using ConsentDashboard.Domain.Subscribers;

namespace ConsentDashboard.Operations.Reachable;

/// <summary>
/// What carriers and registries call a number's state. Only words that mean it for good: a telephone that is switched off
/// today is not dead, and one that went to another carrier is still hers.
/// </summary>
public static class AnswerWords
{
    private static readonly FrozenDictionary<string, ReachabilityStatus> Known = new (ReachabilityStatus Status, string[] Words)[]
    {
        (ReachabilityStatus.Live,
        [
            "live", "alive", "active", "valid", "reachable", "connected", "in service", "working", "assigned",
            "действует", "действующий", "активен", "активный", "доступен", "обслуживается", "работает", "живой",
        ]),
        (ReachabilityStatus.Dead,
        [
            "dead", "inactive", "invalid", "disconnected", "deactivated", "not in service", "out of service", "unallocated", "unassigned", "not assigned", "does not exist",
            "отключен", "не обслуживается", "не существует", "неактивен", "неактивный", "деактивирован", "недействителен", "не действует", "мертвый", "не назначен",
        ]),
        (ReachabilityStatus.Reassigned,
        [
            "reassigned", "re assigned", "recycled", "new owner", "owner changed", "changed owner", "different owner", "new subscriber",
            "переназначен", "передан другому", "новый владелец", "сменился владелец", "сменил владельца", "смена владельца", "другой владелец", "новый абонент", "сменился абонент",
        ]),
    }.SelectMany(known => known.Words.Select(word => (word, known.Status))).ToFrozenDictionary(known => known.word, known => known.Status, StringComparer.Ordinal);

    /// <summary>As words are compared: small letters, one space between, ё as е.</summary>
    public static string Plain(string word) =>
        string.Join(' ', word.ToLowerInvariant().Replace('ё', 'е').Split([' ', '_', '-', '.', '\t'], StringSplitOptions.RemoveEmptyEntries));

    /// <param name="word">As <see cref="Plain"/> makes it.</param>
    /// <returns>Null where the word says nothing that is known.</returns>
    public static ReachabilityStatus? StatusOf(string word) => Known.TryGetValue(word, out var status) ? status : null;
}
