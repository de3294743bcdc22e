namespace ConsentDashboard.Operations.OptOut.Bursts;

/// <summary>Which withdrawals of one origin belong together.</summary>
public static class BurstRules
{
    /// <param name="times">Of those that are in no burst yet, in order.</param>
    /// <param name="open">From when to when the origin's open burst goes; null where it has none.</param>
    /// <param name="window">Within which they are counted.</param>
    /// <param name="threshold">How many within the window are a burst.</param>
    /// <returns>For each time, whether it belongs to the burst.</returns>
    public static bool[] Members(IReadOnlyList<DateTime> times, (DateTime First, DateTime Last)? open, TimeSpan window, int threshold)
    {
        var members = new bool[times.Count];
        for (int first = 0, last = 0; last < times.Count; last++)
        {
            while (times[last] - times[first] > window)
            {
                first++;
            }

            if (last - first + 1 >= threshold)
            {
                members.AsSpan(first, last - first + 1).Fill(true);
            }
        }

        if (open is not { } burst)
        {
            return members;
        }

        // What comes soon after belongs to it; what the same agent does in the afternoon does not.
        for (var i = 0; i < times.Count; i++)
        {
            members[i] |= times[i] >= burst.First - window && times[i] <= burst.Last + window;
            burst.Last = members[i] && times[i] > burst.Last ? times[i] : burst.Last;
        }

        return members;
    }
}
