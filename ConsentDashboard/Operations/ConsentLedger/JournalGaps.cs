namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>
/// Which batches a journal lacks. A process that died between its commit and its line leaves a gap in the middle, because
/// others went on appending. Remembers ranges, of which there are few however long the journal is.
/// </summary>
internal sealed class JournalGaps
{
    private readonly List<(long First, long Last)> _known = [(0, 0)];

    /// <summary>Of a journal that is damaged in its middle only what is missing at its end is known.</summary>
    /// <exception cref="AnchorJournalException">Its end is damaged too, or it is no journal.</exception>
    public static JournalGaps Of(AnchorJournal journal)
    {
        var gaps = new JournalGaps();
        try
        {
            foreach (var batch in journal.Read())
            {
                gaps.Know(batch.Seq);
            }
        }
        catch (AnchorJournalException)
        {
            // It still takes new lines, and whoever says stop must find the app running; verification names the damage.
            gaps._known[0] = (0, journal.Last()?.Seq ?? 0);
            gaps._known.RemoveRange(1, gaps._known.Count - 1);
        }

        return gaps;
    }

    public void Know(long seq)
    {
        // Nearly always it follows the last.
        var before = _known.Count - 1;
        while (_known[before].First > seq)
        {
            before--;
        }

        if (_known[before].Last >= seq)
        {
            return;
        }

        var after = before + 1 < _known.Count && _known[before + 1].First == seq + 1 ? _known[before + 1] : default;
        if (after != default)
        {
            _known.RemoveAt(before + 1);
        }

        var last = after == default ? seq : after.Last;
        if (_known[before].Last == seq - 1)
        {
            _known[before] = (_known[before].First, last);
        }
        else
        {
            _known.Insert(before + 1, (seq, last));
        }
    }

    /// <returns>From the first batch that may be missing to the last, in order; the last gap has no end.</returns>
    public IEnumerable<(long First, long Last)> All() =>
        _known.Select((range, i) => (range.Last + 1, i + 1 < _known.Count ? _known[i + 1].First - 1 : long.MaxValue));
}
