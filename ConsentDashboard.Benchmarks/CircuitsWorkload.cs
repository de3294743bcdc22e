namespace ConsentDashboard.Benchmarks;

/// <summary>The Subscribers page beside the same page with a MudDataGrid, in real browser windows: what an open one holds on the server, and how soon a click is answered.</summary>
internal static class CircuitsWorkload
{
    private const int Pages = 20;
    private const int HeapRounds = 2;
    private const int ClickRounds = 6;
    private const int ClicksARound = 10;
    private const string Ours = "/subscribers";
    private const string Naive = "/naive-subscribers";

    public static async Task<Figures> RunAsync(int subscribers)
    {
        await using var database = await BenchDatabase.CopyAsync(subscribers);
        await using var app = new BenchApp(database.Folder);
        await using var browser = await BenchBrowser.SignInAsync(app.Address);
        var (ours, naive) = await ClickAsync(browser);
        var (heap, naiveHeap) = await HeapAsync(app, browser);
        return new Figures("circuits", subscribers)
            .Add("pages", Pages)
            .Add("clicks", ours.Paint.Count)
            .Add("heapPerPageMb", heap)
            .Add("clickToChangeP50Ms", ours.Change.P50)
            .Add("clickToPaintP50Ms", ours.Paint.P50)
            .Add("clickToPaintP95Ms", ours.Paint.P95)
            .Add("receivedPerPageMb", ours.Opening / 1e6)
            .Add("receivedPerClickMb", ours.Clicking / 1e6)
            .Add("naiveHeapPerPageMb", naiveHeap)
            .Add("naiveClickToChangeP50Ms", naive.Change.P50)
            .Add("naiveClickToPaintP50Ms", naive.Paint.P50)
            .Add("naiveClickToPaintP95Ms", naive.Paint.P95)
            .Add("naiveReceivedPerPageMb", naive.Opening / 1e6)
            .Add("naiveReceivedPerClickMb", naive.Clicking / 1e6);
    }

    // In turns, so that both meet the same machine; the first round warms up.
    private static async Task<(Clicks Ours, Clicks Naive)> ClickAsync(BenchBrowser browser)
    {
        await using var ours = new Clicks(await browser.OpenAsync(Ours));
        await using var naive = new Clicks(await browser.OpenAsync(Naive));
        for (var round = 0; round <= ClickRounds; round++)
        {
            Console.Error.WriteLine($"{ClicksARound} clicks each, round {round} of {ClickRounds}");
            await ours.GoOnAsync(ClicksARound, isWarmUp: round == 0);
            await naive.GoOnAsync(ClicksARound, isWarmUp: round == 0);
        }

        return (ours, naive);
    }

    // The most of the rounds: what an earlier one left in the pools would hide a part of what a page holds.
    private static async Task<(double Ours, double Naive)> HeapAsync(BenchApp app, BenchBrowser browser)
    {
        var (ours, naive) = (0.0, 0.0);
        for (var round = 0; round < HeapRounds; round++)
        {
            ours = Math.Max(ours, await HeapAsync(app, browser, Ours));
            naive = Math.Max(naive, await HeapAsync(app, browser, Naive));
        }

        return (ours, naive);
    }

    private static async Task<double> HeapAsync(BenchApp app, BenchBrowser browser, string path)
    {
        await app.Circuits.WaitForAsync(0);

        // The first one of a page makes what all of them share.
        await using var first = await browser.OpenAsync(path);
        var before = Heap();
        List<BenchPage> pages = [];
        while (pages.Count < Pages)
        {
            pages.Add(await browser.OpenAsync(path));
        }

        await app.Circuits.WaitForAsync(Pages + 1);
        var held = (Heap() - before) / 1e6 / Pages;
        Console.Error.WriteLine($"{path} open {Pages} times: {held:0.000} Mb each");
        foreach (var page in pages)
        {
            await page.DisposeAsync();
        }

        await app.Circuits.WaitForAsync(1);
        return held;
    }

    private static long Heap()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private sealed class Clicks(BenchPage page) : IAsyncDisposable
    {
        private long _received;

        public long Opening { get; } = page.Received;

        public Timings Change { get; } = new();

        public Timings Paint { get; } = new();

        public double Clicking => (double)_received / Paint.Count;

        public async Task GoOnAsync(int times, bool isWarmUp)
        {
            await page.ShowAsync();
            for (var click = 0; click < times; click++)
            {
                var before = page.Received;
                var (changed, painted) = await page.NextAsync();
                if (!isWarmUp)
                {
                    Change.Add(changed);
                    Paint.Add(painted);
                    _received += page.Received - before;
                }
            }
        }

        public ValueTask DisposeAsync() => page.DisposeAsync();
    }
}
