using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Operations.Reports;

namespace ConsentDashboard.Tests.Features.Reports;

/// <summary>A report whose figures stand in the test: all kinds of values, texts that look like formulas, and two views.</summary>
internal sealed class WrittenReading(ReportKind kind = ReportKind.ConsentStatus) : IReportReading
{
    public static readonly DateTime AsOf = new(2026, 6, 1, 9, 30, 0, DateTimeKind.Utc);

    public ReportKind Kind => kind;

    /// <summary>What it was asked, in this order.</summary>
    public List<ReportRequest> Asked { get; } = [];

    /// <summary>Thrown instead of an answer.</summary>
    public Exception? Trouble { get; set; }

    /// <summary>Where set, the answer never comes.</summary>
    public Holding? Hold { get; set; }

    public static ReportDocument Document(ReportRequest request) => new(request, "Consent & status", request.SenderId is null ? null : "North Shop", AsOf,
    [
        new(
            "By source: all/none", "Counts numbers by their newest consent.",
            [
                new("Source", ReportValue.Text), new("Numbers", ReportValue.Count), new("Share", ReportValue.Share), new("First", ReportValue.Day),
                new("Last act", ReportValue.Moment), new("Until in force", ReportValue.Duration), new("Acts a number", ReportValue.Mean),
            ],
            [
                ["=1+1", 1_234_567L, 0.625, Day(1), Day(2).AddHours(3.5), TimeSpan.FromMilliseconds(125), 1.25],
                ["-cmd", 12L, 0.25, Day(3), null, TimeSpan.FromHours(30), 2.0],
                ["@here\u0001", 0L, null, null, Day(4), null, null],
                ["Form", 7L, 0.125, Day(5), Day(6), TimeSpan.Zero, 0.5],
            ],
            ["Total", 1_234_586L, 1.0, null, null, null, null],
            new(ReportChartShape.Bars, 0, [1])),
        new(
            "By day", "Opt-ins and opt-outs of each day.",
            [new("Day", ReportValue.Day), new("Opt-ins", ReportValue.Count), new("Opt-outs", ReportValue.Count)],
            [.. Enumerable.Range(1, 9).Select(day => (object?[])[Day(day), (long)(day * 40), (long)(day % 4 * 9)])],
            null,
            new(ReportChartShape.OverTime, 0, [1, 2]),
            IsCut: true),
    ]);

    public async Task<ReportDocument> ReadAsync(ReportRequest request, CancellationToken cancellation = default)
    {
        Asked.Add(request);
        await (Hold?.WaitAsync(cancellation) ?? Task.CompletedTask);
        return Trouble is null ? Document(request) : throw Trouble;
    }

    private static DateTime Day(int day) => new(2026, 5, day, 0, 0, 0, DateTimeKind.Utc);

    public sealed class Holding
    {
        public TaskCompletionSource Begun { get; } = new();

        public bool WasCancelled { get; private set; }

        public async Task WaitAsync(CancellationToken cancellation)
        {
            Begun.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            }
            catch (OperationCanceledException)
            {
                WasCancelled = true;
                throw;
            }
        }
    }
}
