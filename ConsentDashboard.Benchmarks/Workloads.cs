namespace ConsentDashboard.Benchmarks;

/// <summary>The table of workloads: one name, one file.</summary>
internal static class Workloads
{
    private static readonly Dictionary<string, Func<int, Task<Figures>>> All = new(StringComparer.Ordinal)
    {
        ["browse"] = BrowseWorkload.RunAsync,
        ["circuits"] = CircuitsWorkload.RunAsync,
        ["decide"] = DecideWorkload.RunAsync,
        ["decisions"] = DecisionsWorkload.RunAsync,
        ["demo"] = DemoWorkload.RunAsync,
        ["export"] = ExportWorkload.RunAsync,
        ["import"] = ImportWorkload.RunAsync,
        ["join"] = JoinWorkload.RunAsync,
        ["ledger"] = LedgerWorkload.RunAsync,
        ["purge"] = PurgeWorkload.RunAsync,
        ["purge-slices"] = PurgeSlicesWorkload.RunAsync,
        ["report"] = ReportWorkload.RunAsync,
        ["segment"] = SegmentWorkload.RunAsync,
        ["stop"] = StopWorkload.RunAsync,
        ["withdraw"] = WithdrawWorkload.RunAsync,
    };

    public static IEnumerable<string> Names => All.Keys;

    public static Task<Figures> RunAsync(BenchArguments arguments) => All[arguments.Name](arguments.Subscribers);
}
