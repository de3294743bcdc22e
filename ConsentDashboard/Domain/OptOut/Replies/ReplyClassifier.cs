namespace ConsentDashboard.Domain.OptOut.Replies;

/// <summary>
/// Reads a reply by lists of words and phrases alone: the same text gives the same verdict, and the verdict names its words.
/// It errs to one side: in doubt people read the message, and only a message that says nothing else withdraws by itself.
/// </summary>
public static class ReplyClassifier
{
    /// <param name="senderWords">What the sender adds to the built-in lists.</param>
    public static ReplyVerdict Classify(string? text, SenderWords? senderWords = null)
    {
        var read = ReplyText.Normalise(text);
        if (Reaction.IsOne(read.Text))
        {
            return ReplyVerdict.Ordinary;
        }

        var verdict = (senderWords?.Reader ?? ReplyReader.BuiltIn).Read(read);

        // What was not read may say the opposite, or be the part that asks to stop.
        return read.IsIncomplete ? verdict with { Kind = ReplyKind.MayBeOptOut }
            : verdict.Kind == ReplyKind.OptOut && senderWords is not null ? verdict with { Keywords = senderWords.KeywordsIn(read) }
            : verdict;
    }
}
