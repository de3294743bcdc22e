using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Domain.Subscribers;

public static class Standings
{
    /// <summary>
    /// One word for all cells: one given cell makes the number contactable for something; without one, what she said
    /// last counts for more than what merely ran out.
    /// </summary>
    public static Standing Of(Subscriber subscriber, IEnumerable<Consent> cells)
    {
        if (subscriber.ErasedAt is not null)
        {
            return Standing.Erased;
        }

        if (subscriber.RestrictedAt is not null)
        {
            return Standing.Restricted;
        }

        var best = Standing.None;
        foreach (var cell in cells)
        {
            var standing = cell.Kind == ConsentKind.Contact ? Of(cell.State) : Standing.None;
            best = Rank(standing) > Rank(best) ? standing : best;
        }

        return best;
    }

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
