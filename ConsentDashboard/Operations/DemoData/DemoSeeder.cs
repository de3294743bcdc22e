using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut.Deadlines;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Counters;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>How far the demo data has come.</summary>
public readonly record struct DemoProgress(int Subscribers, int Total, long Events);

/// <summary>
/// Fills an empty database with a company that never was: two senders, three notices, seven collection points, and two
/// years of what its subscribers did. Everything passes through the ledger, so that each chain verifies.
/// </summary>
public sealed class DemoSeeder(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, WriteGate gate, CounterFolding counters, AuditTrail audit, InboundTexts texts, DeadlineRules deadlines, TimeProvider clock)
{
    public const int Largest = DemoNumbers.Capacity;

    // Nobody else writes yet, so slices are large: pages of the random indexes are then written less often.
    private const int LargestSlice = 12_000;
    private const int SmallestSlice = 1_000;
    private const int SlicesAtLeast = 8;

    private const int FoldSize = 20_000;

    /// <param name="subscribers">How many, 1 to <see cref="Largest"/>.</param>
    /// <param name="seed">The same seed tells the same histories; only keys and salts differ.</param>
    /// <param name="progress">Told after each slice.</param>
    /// <param name="cancellation">Stops between two slices; what is written stays.</param>
    /// <exception cref="InvalidOperationException">The database has senders or subscribers already.</exception>
    public async Task<DemoProgress> SeedAsync(int subscribers, int seed, IProgress<DemoProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(subscribers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subscribers, Largest);
        var calendar = new DemoCalendar(clock.UtcMilliseconds().Date, seed);
        var company = await FoundAsync(calendar, cancellation);
        var life = new DemoLife(company, calendar, seed, subscribers);
        var visits = new DemoVisits(calendar, seed);
        var done = new DemoProgress(0, subscribers, 0);
        using var arrivals = DemoArrivals.InOrder(life, subscribers).GetEnumerator();
        var size = Math.Clamp(subscribers / SlicesAtLeast, SmallestSlice, LargestSlice);
        for (var next = PrepareAsync(arrivals, size); await next is { People: > 0 } slice;)
        {
            next = PrepareAsync(arrivals, size);
            await WriteAsync(slice, cancellation);
            visits.Add(slice.Acts);
            done = new(done.Subscribers + slice.People, subscribers, done.Events + slice.Acts.Count);
            progress?.Report(done);
        }

        await CountImportsAsync(cancellation);
        await CountVisitsAsync(visits, company, cancellation);
        await AddSegmentsAsync(company, calendar, cancellation);
        await AddSendsAsync(company, calendar, seed, cancellation);
        await new DemoInbox(contexts, ledger, gate, texts, deadlines, company, calendar.End, seed).WriteAsync(cancellation);
        await counters.FoldAllAsync(FoldSize, cancellation);
        var details = $$"""{"subscribers":{{done.Subscribers}},"events":{{done.Events}},"seed":{{seed}}}""";
        await audit.RecordAsync(new(Actor.System("demo"), AuditAction.DemoDataCreated, Details: details), cancellation);
        return done;
    }

    /// <summary>Whether the database has neither senders nor subscribers, so that demo data may be made in it.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return !await db.Subscribers.AnyAsync(cancellation) && !await db.Senders.AnyAsync(cancellation);
    }

    private async Task<DemoCompany> FoundAsync(DemoCalendar calendar, CancellationToken cancellation)
    {
        if (!await IsEmptyAsync(cancellation))
        {
            throw new InvalidOperationException("Demo data is made only in an empty database; this one has senders or subscribers.");
        }

        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await new DemoCompanyRows(db, calendar).WriteAsync(cancellation);
    }

    // The next slice is told and sealed while the one before it is being written.
    private Task<Slice> PrepareAsync(IEnumerator<List<ConsentAct>> arrivals, int size) => Task.Run(() =>
    {
        List<ConsentAct> acts = new(size * 3);
        var people = 0;
        while (people < size && arrivals.MoveNext())
        {
            acts.AddRange(arrivals.Current);
            people++;
        }

        return new Slice(people, acts, ledger.PrepareSlice(acts));
    });

    private async Task WriteAsync(Slice slice, CancellationToken cancellation)
    {
        var outcomes = await ledger.RecordSliceAsync(slice.Prepared, numbersAreNew: true, cancellation);
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i] is { Failed: true, Error: var error })
            {
                throw new InvalidOperationException($"The ledger refused a demo act ({slice.Acts[i].Type}): {error.Key}, {error.Field}.");
            }
        }

        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await DemoRequests.AddAsync(db, slice.Acts, outcomes, cancellation);
    }

    private async Task CountImportsAsync(CancellationToken cancellation)
    {
        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var batch in await db.ImportBatches.ToListAsync(cancellation))
        {
            // A row of the list is one subscriber, however many documents she agreed to.
            batch.Total = batch.Done = await db.ConsentEvents.CountAsync(e => e.ImportBatchId == batch.Id && e.Kind == ConsentKind.Contact, cancellation);
        }

        await db.SaveChangesAsync(cancellation);
    }

    private async Task AddSegmentsAsync(DemoCompany company, DemoCalendar calendar, CancellationToken cancellation)
    {
        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await new DemoSegments(db, company, calendar.End).WriteAsync(cancellation);
    }

    private async Task AddSendsAsync(DemoCompany company, DemoCalendar calendar, int seed, CancellationToken cancellation)
    {
        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await new DemoSends(db, calendar.End, seed).WriteAsync(company, cancellation);
    }

    private async Task CountVisitsAsync(DemoVisits visits, DemoCompany company, CancellationToken cancellation)
    {
        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            using var rows = new TableWriter<PointCounter>(db);
            await rows.InsertAsync([.. visits.Counters(company)], cancellation);
            await transaction.CommitAsync(cancellation);
        });
    }

    private sealed record Slice(int People, List<ConsentAct> Acts, PreparedSlice Prepared);
}
