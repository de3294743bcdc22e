using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Benchmarks;

/// <summary>Ten thousand numbers at once, and everybody in SQL; the usual way asks for one number after the other.</summary>
internal static class DecisionsWorkload
{
    private const int Runs = 7;

    public static async Task<Figures> RunAsync(int subscribers)
    {
        await using var database = await BenchDatabase.OpenAsync(subscribers);
        var numbers = await BenchNumbers.TakeAsync(database, ConsentDecisions.MaxNumbers);
        var request = new DecisionRequest(1, Channel.Sms, MessageType.Promotional);
        var decisions = database.Get<ConsentDecisions>();
        var looked = new Timings();
        List<DecisionReasons> ours = [];
        for (var run = -1; run < Runs; run++)
        {
            var timings = run < 0 ? new() : looked;
            ours = [.. await timings.MeasureAsync(() => decisions.DecideAsync(numbers, request))];
        }

        var (explain, allowed) = (await SetAsync(database, request, explain: true), await SetAsync(database, request, explain: false));
        List<bool> naive = [];
        var naiveMs = await Timings.OnceAsync(async () => naive = await OneByOneAsync(database, numbers, request));
        // The usual way counts no messages.
        if (!naive.SequenceEqual(ours.Select(reasons => (reasons & ~DecisionReasons.OverFrequency) == DecisionReasons.None)))
        {
            throw new InvalidOperationException("The usual way decided otherwise.");
        }

        return new Figures("decisions", subscribers)
            .Add("numbers", numbers.Count)
            .Add("lookedUpMs", looked.P50)
            .Add("lookedUpPerSecond", numbers.Count / looked.P50 * 1000)
            .Add("setExplainPerSecond", explain)
            .Add("setAllowedPerSecond", allowed)
            .Add("naiveLookedUpMs", naiveMs)
            .Add("naiveLookedUpPerSecond", numbers.Count / naiveMs * 1000);
    }

    // Every row is read out, as an export would.
    private static async Task<double> SetAsync(BenchDatabase database, DecisionRequest request, bool explain)
    {
        var timings = new Timings();
        long all = 0;
        for (var run = 0; run < 4; run++)
        {
            await using var db = database.Open();
            all = await db.LedgerHead.Select(h => h.LastSubscriberId).SingleAsync();
            var query = explain
                ? DecisionSets.Explain(db, db.Subscribers, request, needsProcessing: false, database.Now).Select(row => row.SubscriberId + row.Reasons)
                : DecisionSets.Allowed(db, request, needsProcessing: false, database.Now).Select(s => s.Id);
            await timings.MeasureAsync(async () =>
            {
                long sum = 0;
                await foreach (var row in query.AsAsyncEnumerable())
                {
                    sum += row;
                }

                return sum;
            });
        }

        return all / timings.P50 * 1000;
    }

    private static async Task<List<bool>> OneByOneAsync(BenchDatabase database, List<E164Number> numbers, DecisionRequest request)
    {
        var vault = database.Get<NumberVault>();
        List<bool> answers = [];
        foreach (var number in numbers)
        {
            await using var db = database.Open();
            var (index, now) = (vault.BlindIndex(number.Value, 1), database.Now);
            answers.Add(await db.Subscribers.AnyAsync(s => s.BlindIndex == index && s.ErasedAt == null && s.RestrictedAt == null
                && db.Consents.Any(c => c.SubscriberId == s.Id && c.SenderId == request.SenderId && c.Kind == ConsentKind.Contact
                    && c.Channel == request.Channel && c.MessageType == request.MessageType && c.State == ConsentState.Given && c.ExpiresAt > now
                    && !db.Suppressions.Any(x => x.BlindIndex == index && (x.SenderId == null || x.SenderId == request.SenderId) && x.Kind == ConsentKind.Contact
                        && (x.Cells & ConsentCells.SmsPromotional) != ConsentCells.None && x.EndedAt > now && (x.Absolute || x.Since >= c.GivenAt)))
                && !db.Holds.Any(h => h.SubscriberId == s.Id && h.From <= now && h.To > now)
                && !db.Pauses.Any(p => p.SubscriberId == s.Id && p.From <= now && p.To > now)));
        }

        return answers;
    }
}
