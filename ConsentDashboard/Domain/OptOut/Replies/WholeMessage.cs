namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>A message that is a word or phrase of the lists and nothing but padding beside it.</summary>
internal sealed class WholeMessage(Lexicon lexicon, ReplyText text, IReadOnlyList<ReadWord> words)
{
    // In this order where two are of one length: the reading that protects the person wins.
    private static readonly WordSection[] Sections =
        [WordSection.OptOut, WordSection.MayBeAlone, WordSection.Help, WordSection.OptIn, WordSection.OptInAlone, WordSection.Keyword, WordSection.Padding, WordSection.Ordinary];

    private readonly string[] _plain = [.. words.Select(word => word.Word)];

    /// <summary>Null where something else stands in the message.</summary>
    public ReplyVerdict? Read()
    {
        List<(WordSection Section, Found At)> found = [];
        for (var at = 0; at < words.Count; at = found[^1].At.End)
        {
            // Don't stop: a longer turn of phrase takes the word for itself.
            if (Longest(at) is not { Section: not WordSection.Ordinary } next)
            {
                return null;
            }

            found.Add(next);
        }

        var core = found.Where(part => part.Section is not (WordSection.Padding or WordSection.Keyword)).ToArray();
        return core.Length == 0 ? null : Verdict(core, found.Count == core.Length || Array.TrueForAll(core, part => part.Section != WordSection.OptInAlone));
    }

    private ReplyVerdict Verdict((WordSection Section, Found At)[] core, bool mayOptIn)
    {
        var kinds = core.Select(part => Kind(part.Section, part.At)).Distinct().ToArray();
        return kinds switch
        {
            [ReplyKind.OptIn] when !mayOptIn => ReplyVerdict.Ordinary,
            [var kind] => new(kind, Pieces(core), core[0].At.Language),
            _ when kinds.Contains(ReplyKind.OptOut) || kinds.Contains(ReplyKind.MayBeOptOut) => new(ReplyKind.MayBeOptOut, Pieces(core), core[0].At.Language),
            _ => ReplyVerdict.Ordinary,
        };
    }

    // A slip of the finger may only ever send a message to people.
    private ReplyKind Kind(WordSection section, Found at) => section switch
    {
        WordSection.OptOut => words.Take(at.Start..at.End).All(word => word.IsSure) ? ReplyKind.OptOut : ReplyKind.MayBeOptOut,
        WordSection.MayBeAlone => ReplyKind.MayBeOptOut,
        _ when !words.Take(at.Start..at.End).All(word => word.IsSure) => ReplyKind.Ordinary,
        WordSection.Help => ReplyKind.Help,
        _ => ReplyKind.OptIn,
    };

    private (WordSection Section, Found At)? Longest(int at)
    {
        (WordSection, Found At)? longest = null;
        foreach (var section in Sections)
        {
            if (lexicon.Find(section, _plain, at) is { } found && found.End > (longest?.At.End ?? at))
            {
                longest = (section, found);
            }
        }

        return longest;
    }

    private string[] Pieces((WordSection Section, Found At)[] core) =>
        [.. core.Select(part => text.Piece(words[part.At.Start].At, words[part.At.End - 1].At)).Distinct(StringComparer.Ordinal)];
}
