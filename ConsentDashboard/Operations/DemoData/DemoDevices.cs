namespace ConsentDashboard.Operations.DemoData;

/// <summary>What a web server notes down about a visitor; the agents are invented, the addresses belong to nobody.</summary>
internal static class DemoDevices
{
    private static readonly string[] Phones = ["Pixel 7", "Pixel 8a", "SM-A546B", "SM-G991B", "SM-S918B", "M2101K6G", "2201117TY", "moto g84 5G"];

    public static string UserAgent(DemoRandom random)
    {
        var chrome = random.Between(118, 138);
        return random.Below(10) switch
        {
            0 or 1 or 2 => $"Mozilla/5.0 (iPhone; CPU iPhone OS {random.Between(16, 18)}_{random.Below(7)} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{random.Between(16, 18)}.{random.Below(7)} Mobile/15E148 Safari/604.1",
            3 or 4 or 5 => $"Mozilla/5.0 (Linux; Android {random.Between(11, 15)}; {random.Pick(Phones)}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{chrome}.0.0.0 Mobile Safari/537.36",
            6 or 7 => $"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{chrome}.0.0.0 Safari/537.36",
            8 => $"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{random.Between(16, 18)}.{random.Below(6)} Safari/605.1.15",
            _ => $"Mozilla/5.0 (X11; Linux x86_64; rv:{chrome}.0) Gecko/20100101 Firefox/{chrome}.0",
        };
    }

    /// <summary>RFC 5737 and RFC 3849.</summary>
    public static string Network(DemoRandom random) => random.Below(10) switch
    {
        < 3 => "192.0.2.",
        < 5 => "198.51.100.",
        < 7 => "203.0.113.",
        _ => $"2001:db8:{random.Between(0x1000, 0xffff):x}:{random.Between(1, 0xffff):x}::",
    };

    public static string Address(string network, DemoRandom random) =>
        network[^1] == ':' ? $"{network}{random.Between(1, 0xffff):x}" : $"{network}{random.Between(1, 254)}";
}
