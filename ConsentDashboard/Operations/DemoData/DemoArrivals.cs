using ConsentDashboard.Operations.ConsentLedger;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>The histories of all subscribers, in the order in which the company first heard of each: ids then follow time.</summary>
internal static class DemoArrivals
{
    // Time zones and opening hours move a first act by a day and a half at most; lists of older systems only to later.
    private static readonly TimeSpan Slack = TimeSpan.FromDays(2);

    public static IEnumerable<List<ConsentAct>> InOrder(DemoLife life, int total)
    {
        var waiting = new PriorityQueue<List<ConsentAct>, (DateTime At, int Place)>();
        for (var place = 0; place < total; place++)
        {
            var acts = life.Tell(place);
            waiting.Enqueue(acts, (acts[0].ReceivedAt!.Value, place));
            while (waiting.TryPeek(out _, out var first) && first.At < life.DayOf(place) - Slack)
            {
                yield return waiting.Dequeue();
            }
        }

        while (waiting.TryDequeue(out var acts, out _))
        {
            yield return acts;
        }
    }
}
