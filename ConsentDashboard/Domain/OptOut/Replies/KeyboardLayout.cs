namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>A text typed while the keyboard was set to the other alphabet: CNJG for СТОП, ЫЕЩЗ for STOP.</summary>
internal static class KeyboardLayout
{
    private const string Latin = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~";
    private const string Cyrillic = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ";

    private static readonly Dictionary<char, char> ToCyrillic = Latin.Zip(Cyrillic).ToDictionary(pair => pair.First, pair => pair.Second);
    private static readonly Dictionary<char, char> ToLatin = Cyrillic.Zip(Latin).ToDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>Character for character, so that places in the text stay.</summary>
    public static IEnumerable<string> OtherReadings(string text)
    {
        if (text.Any(char.IsAsciiLetter))
        {
            yield return Retype(text, ToCyrillic);
        }

        if (text.Any(letter => letter is >= 'Ѐ' and <= 'ӿ'))
        {
            yield return Retype(text, ToLatin);
        }
    }

    private static string Retype(string text, Dictionary<char, char> keys) =>
        string.Concat(text.Take(ReplyText.MostCharacters).Select(letter => keys.GetValueOrDefault(letter, letter)));
}
