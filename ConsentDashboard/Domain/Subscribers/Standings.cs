using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Domain.Subscribers;

public static class Standings
{
    /// <summary>
    /// One word for all cells: one given cell makes the number contactable for something; without one, what she said
    /// last counts for more than what merely ran out.
    /// </summary>
    /// <param name="subscriber">Whose.</param>
    /// <param name="cells">Her cells over all senders.</param>
    /// <param name="isSuppressed">A suppression stands: somebody who only ever said stop has no cells, and has withdrawn all the same.</param>
    public static Standing Of(Subscriber subscriber, IEnumerable<Consent> cells, bool isSuppressed)
    {
        if (subscriber.ErasedAt is not null)
        {
            return Standing.Erased;
        }

        if (subscriber.RestrictedAt is not null)
        {
            return Standing.Restricted;
        }

        var standing = Of(cells.Where(cell => cell.Kind == ConsentKind.Contact).Select(cell => cell.State));
        return standing == Standing.None && isSuppressed ? Standing.Withdrawn : standing;
    }

    /// <summary>The same for cells alone, all of kind <see cref="ConsentKind.Contact"/>.</summary>
    public static Standing Of(IEnumerable<ConsentState> states)
    {
        var best = Standing.None;
        foreach (var state in states)
        {
            var standing = Of(state);
            best = Rank(standing) > Rank(best) ? standing : best;
        }

        return best;
    }

    /// <summary>The cell state that a standing sums up; null where it comes from elsewhere.</summary>
    public static ConsentState? StateOf(Standing standing) =>
        Enum.GetValues<ConsentState>().Where(state => state != ConsentState.None && Of(state) == standing).Select(state => (ConsentState?)state).FirstOrDefault();

    /// <summary>The cell states that, where one is there, give another standing than this one.</summary>
    public static IReadOnlyList<ConsentState> Outranking(Standing standing) =>
        [.. Enum.GetValues<ConsentState>().Where(state => Rank(Of(state)) > Rank(standing))];

    /// <summary>What all of her cells may sum up to where some of them sum up to this one.</summary>
    public static IReadOnlyList<Standing> AtLeast(Standing standing) =>
        [.. Enum.GetValues<Standing>().Where(other => other is not (Standing.Restricted or Standing.Erased) && Rank(other) >= Rank(standing))];

    private static Standing Of(ConsentState state) => state switch
    {
        ConsentState.Given => Standing.Contactable,
        ConsentState.Requested => Standing.Requested,
        ConsentState.Withdrawn => Standing.Withdrawn,
        ConsentState.Refused => Standing.Refused,
        ConsentState.Expired => Standing.Expired,
        ConsentState.Invalidated => Standing.Invalidated,
        _ => Standing.None,
    };

    private static int Rank(Standing standing) => standing switch
    {
        Standing.Contactable => 6,
        Standing.Withdrawn => 5,
        Standing.Requested => 4,
        Standing.Refused => 3,
        Standing.Expired => 2,
        Standing.Invalidated => 1,
        _ => 0,
    };
}
