using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Operations.Segments;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Benchmarks;

/// <summary>How soon the builder says how many a segment holds and shows the first of them; the usual way counts all.</summary>
internal static class SegmentWorkload
{
    private const int Runs = 5;

    public static async Task<Figures> RunAsync(int subscribers)
    {
        await using var database = await BenchDatabase.OpenAsync(subscribers);
        var (counts, people) = (database.Get<SegmentCounts>(), database.Get<SegmentPeople>());
        Timings counting = new(), reading = new(), naive = new();
        var (worst, error) = (("", 0.0), 0.0);
        foreach (var (name, definition) in Definitions())
        {
            var mine = new Timings();
            SegmentCount count = default;
            for (var run = -1; run < Runs; run++)
            {
                var (countTimings, readTimings) = run < 0 ? (new Timings(), new Timings()) : (mine, reading);
                count = await countTimings.MeasureAsync(() => counts.CountAsync(definition));
                await readTimings.MeasureAsync(() => people.ReadAsync(definition));
            }

            counting.Add(mine);
            worst = mine.Worst > worst.Item2 ? (name, mine.Worst) : worst;
            await using var db = database.Open();
            var all = await naive.MeasureAsync(() => SegmentFilters.Apply(db, db.Subscribers, definition, database.Now).LongCountAsync());
            error = count.Kind == SegmentCountKind.About ? Math.Max(error, Math.Abs(count.Value - all) / (double)subscribers) : error;
            if (count.Kind == SegmentCountKind.Exact ? count.Value != all : count.Kind == SegmentCountKind.FewerThan && count.Value <= all)
            {
                throw new InvalidOperationException($"{name}: counted {count}, and there are {all}.");
            }
        }

        return new Figures("segment", subscribers)
            .Add("segments", Definitions().Count)
            .Add("countP50Ms", counting.P50)
            .Add("countP95Ms", counting.P95)
            .Add("countWorstMs", counting.Worst)
            .Add("worst", worst.Item1)
            .Add("largestErrorPercentOfAll", error * 100)
            .Add("firstPageP95Ms", reading.P95)
            .Add("firstPageWorstMs", reading.Worst)
            .Add("naiveCountP50Ms", naive.P50)
            .Add("naiveCountWorstMs", naive.Worst);
    }

    private static IReadOnlyList<(string Name, SegmentDefinition Definition)> Definitions()
    {
        var cell = new SegmentCondition { Field = SegmentField.State, States = [ConsentState.Given], SenderId = 1, Channel = Channel.Sms, MessageType = MessageType.Promotional };
        var given = new SegmentCondition { Field = SegmentField.State, States = [ConsentState.Given] };
        var withdrawn = new SegmentCondition { Field = SegmentField.State, States = [ConsentState.Withdrawn] };
        var russia = new SegmentCondition { Field = SegmentField.Region, Values = ["RU"] };
        var nowhere = new SegmentCondition { Field = SegmentField.Region, Values = ["XX"] };
        var english = new SegmentCondition { Field = SegmentField.Language, Values = ["en"] };
        var active = new SegmentCondition { Field = SegmentField.LastActivity, Period = new() { Kind = SegmentPeriodKind.InTheLastDays, Days = 90 } };
        var yesterday = new SegmentCondition { Field = SegmentField.LastActivity, Period = new() { Kind = SegmentPeriodKind.InTheLastDays, Days = 1 } };
        var agreed = cell with { Field = SegmentField.OptedIn, States = [], Period = new() { Kind = SegmentPeriodKind.InTheLastDays, Days = 10 } };
        var wording = new SegmentCondition { Field = SegmentField.Wording, Ids = [1, 2] };
        var source = new SegmentCondition { Field = SegmentField.Source, Sources = [Source.SmsReply] };
        var held = new SegmentCondition { Field = SegmentField.OnHold };
        return
        [
            ("one cell", All(cell)),
            ("one cell, active", All(cell, active)),
            ("one cell, one region, one language", All(cell, russia, english)),
            ("anything given", All(given)),
            ("anything withdrawn", All(withdrawn)),
            ("withdrawn or active", new() { Root = new() { Any = true, Conditions = [withdrawn, active] } }),
            ("not given and not active", All(given with { Not = true }, active with { Not = true })),
            ("active yesterday", All(yesterday)),
            ("agreed in ten days", All(agreed, russia)),
            ("on a wording", All(wording, english)),
            ("through a reply", All(source)),
            ("on hold", All(held)),
            ("nobody", All(given, nowhere)),
        ];

        static SegmentDefinition All(params SegmentCondition[] conditions) => new() { Root = new() { Conditions = conditions } };
    }
}
