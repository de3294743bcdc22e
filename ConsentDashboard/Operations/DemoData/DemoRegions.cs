namespace ConsentDashboard.Operations.DemoData;

/// <summary>A country with the beginnings of its mobile numbers. Seven digits complete each, the first of them 2 to 9.</summary>
internal sealed record DemoRegion(string Code, int CallingCode, int HoursFromUtc, string[] Prefixes)
{
    /// <summary>How people there type their number when nobody asks for the calling code.</summary>
    public string NationalPrefix { get; init; } = "0";
}

internal static class DemoRegions
{
    public static readonly DemoRegion Russia = new("RU", 7, 3, ["903", "905", "909", "915", "916", "919", "921", "926", "950", "963", "985", "999"]) { NationalPrefix = "8" };
    public static readonly DemoRegion Kazakhstan = new("KZ", 7, 5, ["701", "702", "705", "707", "747", "771", "775", "777"]) { NationalPrefix = "8" };
    public static readonly DemoRegion Belarus = new("BY", 375, 3, ["29", "33", "44"]) { NationalPrefix = "80" };
    public static readonly DemoRegion UnitedStates = new("US", 1, -6, ["206", "212", "303", "312", "404", "512", "617", "702", "713", "818", "917", "971"]) { NationalPrefix = "" };
    public static readonly DemoRegion Canada = new("CA", 1, -5, ["416", "514", "604", "780"]) { NationalPrefix = "" };
    public static readonly DemoRegion UnitedKingdom = new("GB", 44, 0, ["731", "738", "741", "753", "757", "771", "785", "791"]);
    public static readonly DemoRegion Germany = new("DE", 49, 1, ["1511", "1512", "160", "162", "170", "171", "172", "175", "177"]);
    public static readonly DemoRegion France = new("FR", 33, 1, ["61", "62", "66", "67", "68"]);
    public static readonly DemoRegion Spain = new("ES", 34, 1, ["61", "62", "63", "65"]) { NationalPrefix = "" };
    public static readonly DemoRegion Italy = new("IT", 39, 1, ["320", "333", "338", "347"]) { NationalPrefix = "" };
    public static readonly DemoRegion Poland = new("PL", 48, 1, ["50", "51", "60", "66", "79"]) { NationalPrefix = "" };

    public static readonly IReadOnlyList<DemoRegion> All =
        [Russia, Kazakhstan, Belarus, UnitedStates, Canada, UnitedKingdom, Germany, France, Spain, Italy, Poland];

    /// <summary>Where the customers of the English shop live.</summary>
    public static readonly Weighted<DemoRegion> OfTheShop = new(
        (UnitedStates, 38), (UnitedKingdom, 24), (Germany, 12), (France, 9), (Canada, 6), (Spain, 4), (Italy, 3), (Poland, 2), (Russia, 2));

    /// <summary>Where the customers of the Russian brand live.</summary>
    public static readonly Weighted<DemoRegion> OfTheBrand = new((Russia, 78), (Kazakhstan, 13), (Belarus, 5), (Germany, 3), (UnitedStates, 1));
}
