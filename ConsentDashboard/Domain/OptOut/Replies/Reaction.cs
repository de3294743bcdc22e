using System.Text.RegularExpressions;

namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>
/// A thumb on a message, which phones send as a text that quotes the message, its "Reply STOP to opt out" included.
/// </summary>
internal static partial class Reaction
{
    public static bool IsOne(string text) => text.Length <= ReplyText.MostCharacters && Quoted().IsMatch(text);

    [GeneratedRegex(
        "^[\\s\\p{Cf}]*(liked|loved|laughed at|emphasi[sz]ed|questioned|removed a (like|heart|laugh|exclamation( mark)?|question mark) from|reacted [^\\p{L}\\s]+ to|[^\\p{L}\\p{N}\\s🛑🚫⛔🖕👎😡]+ (to|на)|понравилось|в восторге от|смешно)\\s*[:]?\\s*[“\"«„][^”\"»]*[”\"»][\\s\\p{Cf}.]*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();
}
