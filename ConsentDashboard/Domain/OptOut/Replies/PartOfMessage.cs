namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>What in a message may ask to stop, everyday turns of phrase left aside.</summary>
internal sealed class PartOfMessage(Lexicon lexicon, ReplyText text, IReadOnlyList<ReadWord> words)
{
    // What is asked in so few words is asked without saying what should stop.
    private const int MostShort = 3;

    // Enough for whoever decides to see why.
    private const int MostPieces = 8;

    private readonly string[] _plain = [.. words.Select(word => word.Word)];

    /// <param name="reader">Null where slips of the finger are not looked for.</param>
    public ReplyVerdict Read(WordReader? reader)
    {
        var ordinary = Everywhere(WordSection.Ordinary);
        var content = Content();
        var found = Everywhere(WordSection.MayBe)
            .Concat(Everywhere(WordSection.OptOut).Where(phrase => phrase.End - phrase.Start > 1))
            .Concat(content.Count <= MostShort ? Everywhere(WordSection.MayBeShort) : [])
            .Where(phrase => !ordinary.Exists(everyday => phrase.IsWithin(everyday)))
            .OrderBy(phrase => phrase.Start).ThenByDescending(phrase => phrase.End)
            .ToList();
        if (found.Count == 0 && content is [var only] && reader?.IsNearlyStrong(_plain[only]) == true)
        {
            found.Add(new(only, only + 1, ""));
        }

        string[] pieces = [.. Outermost(found).Select(Piece).Concat(text.Signs).Distinct(StringComparer.Ordinal).Take(MostPieces)];
        return pieces.Length == 0 ? ReplyVerdict.Ordinary : new(ReplyKind.MayBeOptOut, pieces, found.Select(phrase => phrase.Language).FirstOrDefault(language => language.Length > 0));
    }

    private List<Found> Everywhere(WordSection section) =>
        [.. Enumerable.Range(0, words.Count).Select(at => lexicon.Find(section, _plain, at)).OfType<Found>()];

    private List<int> Content()
    {
        List<int> content = [];
        for (var at = 0; at < words.Count;)
        {
            if (lexicon.Find(WordSection.Padding, _plain, at) is { } padding)
            {
                at = padding.End;
            }
            else
            {
                content.Add(at++);
            }
        }

        return content;
    }

    private static IEnumerable<Found> Outermost(List<Found> found)
    {
        var end = 0;
        foreach (var phrase in found.Where(phrase => phrase.End > end))
        {
            end = phrase.End;
            yield return phrase;
        }
    }

    private string Piece(Found phrase) => text.Piece(words[phrase.Start].At, words[phrase.End - 1].At);
}
