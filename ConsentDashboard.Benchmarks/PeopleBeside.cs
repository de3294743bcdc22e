using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Paging;
using ConsentDashboard.Features.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Benchmarks;

/// <summary>People who say STOP and staff who read the list, while bulk work runs.</summary>
internal sealed class PeopleBeside : IAsyncDisposable
{
    private static readonly TimeSpan BetweenStops = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenPages = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _ending = new();
    private readonly Task _beside;

    public PeopleBeside(BenchDatabase database) =>
        _beside = Task.WhenAll(SayStopAsync(database), ReadAsync(database));

    /// <summary>How long each waited for the answer; may be exchanged for a new part of the work.</summary>
    public Timings Stops { get; set; } = new();

    public Timings Pages { get; set; } = new();

    public async Task StopAsync()
    {
        await _ending.CancelAsync();
        await _beside;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _ending.Dispose();
    }

    // Numbers that are not on the list, so that the figures of the run stay its own.
    private async Task SayStopAsync(BenchDatabase database)
    {
        var ledger = database.Get<LedgerWriter>();
        for (var n = 0; !_ending.IsCancellationRequested; n++)
        {
            var act = new ConsentAct
            {
                Number = new($"+4475{n:D8}", 44, "GB"),
                Type = ConsentEventType.Withdrawn,
                Cells = ConsentCells.All,
                Assurance = Assurance.Proven,
                Source = Source.SmsReply,
                Method = Method.SmsKeyword,
                OccurredAt = database.Now,
                Actor = Actor.Person,
                Evidence = new() { MessageId = $"SM{n}", RawText = "STOP" },
            };
            await Stops.MeasureAsync(() => ledger.RecordAsync(act));
            await Task.Delay(BetweenStops, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(BenchDatabase database)
    {
        var queries = new SubscriberQueries(database.Get<IDbContextFactory<Data.DashboardDbContext>>(), database.Get<NumberVault>(), database.Get<TimeProvider>());
        while (!_ending.IsCancellationRequested)
        {
            await Pages.MeasureAsync(() => queries.SearchAsync(SubscriberFilter.None, new(SortBy.LastActivity, Descending: true), null, PageMove.First));
            await Task.Delay(BetweenPages, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
