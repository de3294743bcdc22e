using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>One subscriber: her number, her language, the device she uses. No name, as nowhere in this product.</summary>
internal sealed class DemoPerson
{
    private string? _userAgent;
    private string? _network;

    public DemoPerson(int place, long seed, DemoCompany company)
    {
        Random = new(seed, place);
        IsOfBrand = Random.Chance(0.42);
        (Home, Other) = IsOfBrand ? (company.Brand, company.Shop) : (company.Shop, company.Brand);
        Region = (IsOfBrand ? DemoRegions.OfTheBrand : DemoRegions.OfTheShop).Pick(Random);
        Number = DemoNumbers.Of(Region, Random.Pick(Region.Prefixes), place, seed);
        Language = SpeaksRussian() ? "ru" : "en";
        ExternalRef = Random.Chance(0.4) ? $"{(IsOfBrand ? "TY" : "AL")}-{100_000 + (place * 7L)}" : null;
    }

    public DemoRandom Random { get; }

    public bool IsOfBrand { get; }

    /// <summary>The sender that she came to first.</summary>
    public DemoSender Home { get; }

    public DemoSender Other { get; }

    public DemoRegion Region { get; }

    public E164Number Number { get; }

    public string Language { get; }

    public string? ExternalRef { get; }

    public string UserAgent => _userAgent ??= DemoDevices.UserAgent(Random);

    /// <summary>Her address of the moment, from the ranges that are reserved for documentation.</summary>
    public string IpAddress()
    {
        _network ??= DemoDevices.Network(Random);
        return DemoDevices.Address(_network, Random);
    }

    private bool SpeaksRussian() => Region.Code switch
    {
        "RU" or "BY" => true,
        "KZ" => Random.Chance(0.94),
        "US" or "DE" when IsOfBrand => Random.Chance(0.9),
        "DE" => Random.Chance(0.08),
        _ => false,
    };
}
