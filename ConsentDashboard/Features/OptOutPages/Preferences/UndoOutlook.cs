using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Features.OptOutPages.Preferences;

/// <summary>What one act brings back: cells that were agreed to on the same wording at the same place.</summary>
internal sealed record UndoPart(long SenderId, ConsentKind Kind, long NoticeVersionId, long CollectionPointId, string Language, ConsentCells Cells);

/// <summary>What an undo of the last withdrawal by the link would come to.</summary>
/// <param name="Withdrawal">The event to undo.</param>
/// <param name="Until">The last moment; UTC.</param>
/// <param name="Parts">What it would bring back.</param>
/// <param name="IsOver">The minutes have passed.</param>
/// <param name="IsDone">It has been undone already, and stands.</param>
internal sealed record UndoOutlook(Guid Withdrawal, DateTime Until, IReadOnlyList<UndoPart> Parts, bool IsOver, bool IsDone)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public static readonly UndoOutlook Nothing = new(default, default, [], IsOver: false, IsDone: false);

    public bool IsOffered => Parts.Count > 0 && !IsOver;

    /// <param name="chain">All her events, in order.</param>
    /// <param name="senderId">Whose link it is: what she did by another sender's link is undone by that.</param>
    /// <param name="now">UTC.</param>
    public static UndoOutlook Of(IReadOnlyList<ConsentEvent> chain, long senderId, DateTime now)
    {
        var fold = new ConsentFold(chain.Count == 0 ? 0 : chain[0].SubscriberId);
        Dictionary<CellKey, string> languages = [];
        List<(ConsentEvent First, ConsentEvent Last, List<(CellKey Key, UndoPart Part)> Before)> stops = [];
        ConsentEvent? previous = null;
        foreach (var act in chain)
        {
            if (IsByLink(act) && (act.SenderId is null || act.SenderId == senderId))
            {
                // Pressed again, it is one withdrawal: what was before the first press comes back.
                var isAgain = stops.Count > 0 && previous == stops[^1].Last && (act.SenderId, act.Kind, act.Cells) == (previous.SenderId, previous.Kind, previous.Cells);
                var (first, before) = isAgain ? (stops[^1].First, stops[^1].Before) : (act, [.. Given(fold, act, languages)]);
                stops.Add((first, act, before));
            }

            foreach (var cell in fold.Apply(act).Where(_ => act.Type is ConsentEventType.Given or ConsentEventType.Confirmed))
            {
                languages[ConsentFold.KeyOf(cell)] = act.Language ?? "";
            }

            previous = act;
        }

        for (var i = stops.Count - 1; i >= 0; i--)
        {
            var (first, last, before) = stops[i];
            var parts = before
                .Where(item => fold.Find(item.Key) is { State: ConsentState.Withdrawn } cell && cell.LastEventId == last.Id)
                .GroupBy(item => item.Part with { Cells = ConsentCells.None }, item => item.Part.Cells)
                .Select(same => same.Key with { Cells = same.Aggregate(ConsentCells.None, (all, one) => all | one) })
                .ToList();
            var until = first.RecordedAt + Window;
            if (parts.Count > 0)
            {
                return new(last.EventKey, until, parts, IsOver: now >= until, IsDone: false);
            }

            if (chain.Any(act => act is { Type: ConsentEventType.Given, Source: Source.PreferenceLink } && act.RefersTo == last.EventKey && fold.Cells.Any(cell => cell.State == ConsentState.Given && cell.LastEventId == act.Id)))
            {
                return new(last.EventKey, until, [], IsOver: now >= until, IsDone: true);
            }
        }

        return Nothing;
    }

    private static bool IsByLink(ConsentEvent act) => act is { Type: ConsentEventType.Withdrawn, Source: Source.PreferenceLink, IsTest: false };

    // What had lapsed by then was no consent any more, and an undo must not make it one.
    private static IEnumerable<(CellKey, UndoPart)> Given(ConsentFold fold, ConsentEvent act, Dictionary<CellKey, string> languages) =>
        from cell in fold.Cells
        where cell.State == ConsentState.Given && cell.ExpiresAt > act.OccurredAt && cell.Kind == act.Kind
        where act.SenderId is null || cell.SenderId == act.SenderId
        where cell is { NoticeVersionId: not null, CollectionPointId: not null }
        let key = ConsentFold.KeyOf(cell)
        where ((int)act.Cells & (1 << key.CellIndex)) != 0
        select (key, new UndoPart(cell.SenderId, cell.Kind, cell.NoticeVersionId!.Value, cell.CollectionPointId!.Value, languages.GetValueOrDefault(key, ""), (ConsentCells)(1 << key.CellIndex)));
}
