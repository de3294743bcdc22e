using ConsentDashboard.Features.Subscribers;
using Microsoft.Playwright;

namespace ConsentDashboard.Benchmarks;

/// <summary>A list that is open in a browser window, ours or the twin.</summary>
internal sealed class BenchPage : IAsyncDisposable
{
    // From the click to the task after the frame in which the first row reads otherwise. The click is the page's own:
    // the frame that shows a mouse button pressed is the browser's, and the same for both.
    private const string ClickToPaint = """
        next => new Promise(resolve => {
          const first = () => document.querySelector('tbody tr')?.textContent;
          const before = first();
          const observer = new MutationObserver(() => {
            const now = first();
            if (now && now !== before) {
              observer.disconnect();
              const changed = performance.now() - clicked;
              requestAnimationFrame(() => {
                const painted = new MessageChannel();
                painted.port1.onmessage = () => resolve([changed, performance.now() - clicked]);
                painted.port2.postMessage(null);
              });
            }
          });
          observer.observe(document.body, { subtree: true, childList: true, characterData: true });
          const clicked = performance.now();
          next.click();
        })
        """;

    private readonly IPage _page;
    private long _received;

    private BenchPage(IPage page)
    {
        _page = page;
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => Interlocked.Add(ref _received, frame.Binary?.Length ?? frame.Text?.Length ?? 0);
    }

    /// <summary>Bytes that came over the circuit, before compression.</summary>
    public long Received => Interlocked.Read(ref _received);

    public static async Task<BenchPage> OpenAsync(IPage page, string path)
    {
        var opened = new BenchPage(page);
        await page.GotoAsync(path);
        await page.Locator("tbody tr").Nth(SearchBudgets.PageSize - 1).WaitForAsync();
        await opened.SettleAsync();
        return opened;
    }

    /// <summary>Behind another window it would be painted seldom.</summary>
    public Task ShowAsync() => _page.BringToFrontAsync();

    /// <summary>Goes to the next page; how long until its first row is there, and until it is painted.</summary>
    public async Task<(TimeSpan Changed, TimeSpan Painted)> NextAsync()
    {
        var elapsed = await _page.GetByLabel("Next page").EvaluateAsync<double[]>(ClickToPaint);
        await SettleAsync();
        return (TimeSpan.FromMilliseconds(elapsed[0]), TimeSpan.FromMilliseconds(elapsed[1]));
    }

    public async ValueTask DisposeAsync() => await _page.CloseAsync();

    // What comes after the rows, such as their number, belongs to the page.
    private async Task SettleAsync()
    {
        long before;
        do
        {
            before = Received;
            await Task.Delay(100);
        }
        while (Received != before);
    }
}
