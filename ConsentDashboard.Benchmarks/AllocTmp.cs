using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
namespace ConsentDashboard.Benchmarks;
internal sealed class AllocTmp : EventListener
{
    public static readonly ConcurrentDictionary<string, long> Types = new();
    protected override void OnEventSourceCreated(EventSource s) { if (s.Name == "Microsoft-Windows-DotNETRuntime") { EnableEvents(s, EventLevel.Verbose, (EventKeywords)1); } }
    protected override void OnEventWritten(EventWrittenEventArgs e)
    {
        if (e.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) == true)
        {
            Types.AddOrUpdate((string)e.Payload![5]!, Convert.ToInt64(e.Payload[3]), (_, v) => v + Convert.ToInt64(e.Payload[3]));
        }
    }
    public static void Print() { foreach (var t in Types.OrderByDescending(t => t.Value).Take(40)) { Console.Error.WriteLine($"{t.Value / 1e6,10:0} MB {t.Key}"); } }
}
