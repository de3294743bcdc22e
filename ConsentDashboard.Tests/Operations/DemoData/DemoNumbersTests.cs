using ConsentDashboard.Operations.DemoData;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Tests.Operations.DemoData;

public sealed class DemoNumbersTests
{
    private const int Seed = 1;

    /// <summary>Each beginning that demo numbers have.</summary>
    public static TheoryData<string, string> Patterns
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (var region in DemoRegions.All)
            {
                foreach (var prefix in region.Prefixes)
                {
                    rows.Add(region.Code, prefix);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_number_parses_as_the_one_it_was_made_to_be(string code, string prefix)
    {
        var region = DemoRegions.All.Single(region => region.Code == code);

        // Spread over the whole range, so that each first digit of the seven occurs many times.
        Assert.All(Enumerable.Range(0, 500).Select(n => DemoNumbers.Of(region, prefix, n * 15_991, Seed)), number =>
            Assert.Equal(number, NumberFormats.Parse(number.Value, "US").Value));
    }

    [Fact]
    public void Nobody_shares_a_number()
    {
        var digits = new bool[DemoNumbers.Capacity];
        foreach (var place in Enumerable.Range(0, 400_000).Append(DemoNumbers.Capacity - 1))
        {
            var number = int.Parse(DemoNumbers.Of(DemoRegions.Russia, "903", place, Seed).Value.AsSpan(5)) - 2_000_000;
            Assert.False(digits[number]);
            digits[number] = true;
        }
    }

    [Fact]
    public void What_people_type_parses_as_their_number() => Assert.All(DemoRegions.All, region =>
    {
        var random = new DemoRandom(Seed, 0);
        for (var place = 0; place < 40; place++)
        {
            var number = DemoNumbers.Of(region, random.Pick(region.Prefixes), place, Seed);
            Assert.Equal(number, NumberFormats.Parse(DemoNumbers.Typed(region, number, random), region.Code).Value);
        }
    });
}
