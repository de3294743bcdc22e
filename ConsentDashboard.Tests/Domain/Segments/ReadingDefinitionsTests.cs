using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Segments;

namespace ConsentDashboard.Tests.Domain.Segments;

/// <summary>What a segment may say, and that it says the same after it was stored.</summary>
public sealed class ReadingDefinitionsTests
{
    private static readonly DateTime Now = new(2026, 6, 15, 13, 30, 0, DateTimeKind.Utc);

    private static readonly SegmentCondition Whole = new() { Field = SegmentField.Region, Values = ["RU"] };

    public static TheoryData<string, SegmentGroup, Error?> Definitions => new()
    {
        { "nothing", new(), null },
        { "one", Of(Whole), null },
        { "forty", Of([.. Enumerable.Repeat(Whole, 40)]), null },
        { "forty-one", Of([.. Enumerable.Repeat(Whole, 41)]), SegmentErrors.TooMany },
        { "three deep", new() { Groups = [new() { Groups = [Of(Whole)] }] }, null },
        { "four deep", new() { Groups = [new() { Groups = [new() { Groups = [Of(Whole)] }] }] }, SegmentErrors.TooDeep },
        { "an empty group", new() { Conditions = [Whole], Groups = [new()] }, SegmentErrors.EmptyGroup },
        { "no field", Of(new SegmentCondition { Values = ["RU"] }), SegmentErrors.Incomplete },
        { "no kind of period", Of(During(new() { Days = 3 })), SegmentErrors.Incomplete },
        { "no state", Of(new SegmentCondition { Field = SegmentField.State }), SegmentErrors.Incomplete },
        { "no region", Of(Whole with { Values = [] }), SegmentErrors.Incomplete },
        { "too many regions", Of(Whole with { Values = [.. Enumerable.Range(0, 51).Select(n => $"{n}")] }), SegmentErrors.TooMany },
        { "no language", Of(new SegmentCondition { Field = SegmentField.Language }), SegmentErrors.Incomplete },
        { "no point", Of(new SegmentCondition { Field = SegmentField.CollectionPoint }), SegmentErrors.Incomplete },
        { "no wording", Of(new SegmentCondition { Field = SegmentField.Wording }), SegmentErrors.Incomplete },
        { "no source", Of(new SegmentCondition { Field = SegmentField.Source }), SegmentErrors.Incomplete },
        { "a hold", Of(new SegmentCondition { Field = SegmentField.OnHold }), null },
        { "no period", Of(new SegmentCondition { Field = SegmentField.Added }), SegmentErrors.Incomplete },
        { "no days", Of(During(new() { Kind = SegmentPeriodKind.InTheLastDays })), SegmentErrors.WrongDays },
        { "days before", Of(During(new() { Kind = SegmentPeriodKind.MoreThanDaysAgo, Days = -1 })), SegmentErrors.WrongDays },
        { "too many days", Of(During(new() { Kind = SegmentPeriodKind.InTheLastDays, Days = 3661 })), SegmentErrors.WrongDays },
        { "no dates", Of(During(new() { Kind = SegmentPeriodKind.Between })), SegmentErrors.Incomplete },
        { "dates the wrong way", Of(During(new() { Kind = SegmentPeriodKind.Between, From = new(2026, 2, 1), To = new(2026, 1, 1) })), SegmentErrors.WrongDates },
        { "one day", Of(During(new() { Kind = SegmentPeriodKind.Between, From = new(2026, 2, 1), To = new(2026, 2, 1) })), null },
        { "never", Of(During(new() { Kind = SegmentPeriodKind.Never })), null },
    };

    [Theory, MemberData(nameof(Definitions))]
    public void A_definition_is_refused_for_what_it_lacks(string what, SegmentGroup root, Error? refusal)
    {
        var definition = new SegmentDefinition { Root = root };

        Assert.True(Equals(refusal, SegmentRules.Refusal(definition)), what);
        Assert.True(Equals(refusal, SegmentDefinition.Parse(definition.ToJson()).Error), what);
    }

    [Fact]
    public void What_was_stored_says_the_same()
    {
        var definition = new SegmentDefinition
        {
            Root = new()
            {
                Any = true,
                Conditions = [new() { Field = SegmentField.State, Not = true, States = [ConsentState.Given, ConsentState.None], SenderId = 3, Channel = Channel.Call, MessageType = MessageType.Promotional }],
                Groups = [Of(During(new() { Kind = SegmentPeriodKind.Between, From = new(2026, 2, 1) }), new SegmentCondition { Field = SegmentField.Source, Sources = [Source.Api] })],
            },
        };

        var read = SegmentDefinition.Parse(definition.ToJson()).Value!;

        Assert.Equal(definition.ToJson(), read.ToJson());
        Assert.Equal(definition.Digest(), read.Digest());
        Assert.NotEqual(definition.Digest(), SegmentDefinition.Everybody.Digest());
        Assert.Equal([ConsentState.Given, ConsentState.None], read.Root.Conditions[0].States);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"form\":2}")]
    [InlineData("{\"root\":{\"conditions\":[{\"field\":\"Region\",\"colour\":\"red\"}]}}")]
    [InlineData("{\"root\":{\"conditions\":[{\"field\":\"Shoe\"}]}}")]
    [InlineData("{\"root\":{\"conditions\":[{\"field\":77}]}}")]
    [InlineData("{\"root\":{\"conditions\":[{\"field\":\"State\",\"states\":[77]}]}}")]
    [InlineData("{\"root\":null}")]
    [InlineData("{\"root\":{\"conditions\":null}}")]
    [InlineData("{\"root\":{\"conditions\":[null]}}")]
    [InlineData("{\"root\":{\"groups\":[null]}}")]
    [InlineData("{\"root\":{\"conditions\":[{\"field\":\"Region\",\"values\":[null]}]}}")]
    public void Anything_else_is_not_read(string text) => Assert.Equal(SegmentErrors.Unreadable, SegmentDefinition.Parse(text).Error);

    public static TheoryData<SegmentPeriod, string, bool> Moments => new()
    {
        { new() { Kind = SegmentPeriodKind.InTheLastDays, Days = 1 }, "2026-06-14T00:00:00", true },
        { new() { Kind = SegmentPeriodKind.InTheLastDays, Days = 1 }, "2026-06-13T23:59:59", false },
        { new() { Kind = SegmentPeriodKind.InTheLastDays, Days = 1 }, "2026-06-15T13:00:00", true },
        { new() { Kind = SegmentPeriodKind.MoreThanDaysAgo, Days = 1 }, "2026-06-13T23:59:59", true },
        { new() { Kind = SegmentPeriodKind.MoreThanDaysAgo, Days = 1 }, "2026-06-14T00:00:00", false },
        { new() { Kind = SegmentPeriodKind.MoreThanDaysAgo, Days = 1 }, "0001-01-01T00:00:00", false },
        { new() { Kind = SegmentPeriodKind.Between, From = new(2026, 6, 1), To = new(2026, 6, 2) }, "2026-06-02T23:59:59", true },
        { new() { Kind = SegmentPeriodKind.Between, From = new(2026, 6, 1), To = new(2026, 6, 2) }, "2026-06-03T00:00:00", false },
        { new() { Kind = SegmentPeriodKind.Between, To = new(2026, 6, 2) }, "0001-01-01T00:00:00", false },
        { new() { Kind = SegmentPeriodKind.Between, To = DateOnly.MaxValue }, "2026-06-03T00:00:00", true },
        { new() { Kind = SegmentPeriodKind.Never }, "0001-01-01T00:00:00", true },
        { new() { Kind = SegmentPeriodKind.Never }, "2026-06-03T00:00:00", false },
    };

    [Theory, MemberData(nameof(Moments))]
    public void A_period_holds_whole_days(SegmentPeriod period, string moment, bool holds)
    {
        var (from, before) = period.Bounds(Now);
        var at = DateTime.Parse(moment, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal);

        Assert.Equal(holds, at >= from && at < before);
    }

    private static SegmentGroup Of(params SegmentCondition[] conditions) => new() { Conditions = conditions };

    private static SegmentCondition During(SegmentPeriod period) => new() { Field = SegmentField.LastActivity, Period = period };
}
