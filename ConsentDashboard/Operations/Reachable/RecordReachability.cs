using System.Security.Cryptography;
using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Reachable;

/// <summary>What a carrier or a registry says of a number.</summary>
/// <param name="ObservedAt">When it was so, where it was not for all of them at once.</param>
public readonly record struct NumberAnswer(E164Number Number, ReachabilityStatus Status, DateTime? ObservedAt = null);

/// <summary>What came of some answers.</summary>
/// <param name="Changed">Numbers that are known here and whose state is another one now.</param>
/// <param name="Unchanged">Known, and that was known already.</param>
/// <param name="Unknown">Not known here; of these nothing is kept.</param>
public readonly record struct ReachabilitySums(long Changed, long Unchanged, long Unknown)
{
    public static ReachabilitySums operator +(ReachabilitySums one, ReachabilitySums other) =>
        new(one.Changed + other.Changed, one.Unchanged + other.Unchanged, one.Unknown + other.Unknown);
}

/// <summary>
/// Records, by an event each, which numbers still reach the person who agreed. Nobody becomes known by it, and no consent
/// changes: a reassigned number belongs to somebody else from then on, a dead one to nobody. What was agreed to before a
/// reassignment never counts again, whatever is said of the number later; only who has it now can agree anew.
/// </summary>
public sealed class RecordReachability(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, NumberVault vault)
{
    /// <summary>This many numbers are written in one transaction: withdrawals do not wait longer than for that.</summary>
    public const int Slice = 250;

    public const int MaxSource = 64;

    // SQLite finds a parameter by going through all of them, so that many small statements beat a few large ones.
    private const int Chunk = 125;

    /// <param name="answers">At most <see cref="Slice"/>; where a number is there twice, the later answer counts.</param>
    /// <param name="source">Who says so.</param>
    /// <param name="observedAt">When it was so.</param>
    /// <param name="actor">Who passes it on.</param>
    /// <param name="work">The call or file: what was recorded for it is not recorded again.</param>
    /// <param name="cancellation">Gives up before it begins to write.</param>
    public async Task<Result<ReachabilitySums>> ExecuteAsync(
        IReadOnlyList<NumberAnswer> answers, string source, DateTime observedAt, Actor actor, Guid work, CancellationToken cancellation = default)
    {
        var latest = Latest(answers);
        var people = await FindAsync(latest, cancellation);
        List<ConsentAct> acts = [];
        foreach (var answer in latest)
        {
            var at = answer.ObservedAt ?? observedAt;
            if (people.TryGetValue(answer.Number.Value, out var person) && IsNews(person, answer.Status, at))
            {
                acts.Add(Act(person.Id, answer.Status, NumbersInText.Mask(source), at, actor, work));
            }
        }

        var outcomes = acts.Count == 0 ? [] : await ledger.RecordSliceAsync(acts, cancellation: cancellation);
        if (outcomes.FirstOrDefault(outcome => outcome.Error == LedgerErrors.Maintenance) is { Failed: true } away)
        {
            return away.Error;
        }

        var changed = outcomes.Count(outcome => !outcome.Failed);
        return new ReachabilitySums(changed, people.Count - changed, latest.Count - people.Count);
    }

    /// <summary>What would be recorded, as far as it is known now; writes nothing.</summary>
    /// <param name="answers">At most <see cref="Slice"/>.</param>
    /// <param name="observedAt">When it was so, where an answer has no date of its own.</param>
    public async Task<ReachabilitySums> LookAsync(IReadOnlyList<NumberAnswer> answers, DateTime observedAt, CancellationToken cancellation = default)
    {
        var latest = Latest(answers);
        var people = await FindAsync(latest, cancellation);
        var changed = latest.Count(answer => people.TryGetValue(answer.Number.Value, out var person) && IsNews(person, answer.Status, answer.ObservedAt ?? observedAt));
        return new(changed, people.Count - changed, latest.Count - people.Count);
    }

    private static List<NumberAnswer> Latest(IReadOnlyList<NumberAnswer> answers)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(answers.Count, Slice);
        return [.. answers.GroupBy(answer => answer.Number.Value, StringComparer.Ordinal).Select(same => same.Last())];
    }

    private async Task<Dictionary<string, Row>> FindAsync(List<NumberAnswer> answers, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var generation = await db.LedgerHead.Select(head => head.IndexGeneration).SingleAsync(cancellation);
        var numbers = answers.ToDictionary(answer => Convert.ToHexString(vault.BlindIndex(answer.Number.Value, generation)), answer => answer.Number.Value, StringComparer.Ordinal);
        Dictionary<string, Row> people = new(StringComparer.Ordinal);
        foreach (var some in numbers.Keys.Chunk(Chunk))
        {
            foreach (var row in await Rows(db, [.. some.Select(Convert.FromHexString)]).ToListAsync(cancellation))
            {
                people[numbers[Convert.ToHexString(row.BlindIndex)]] = row;
            }
        }

        return people;
    }

    internal static IQueryable<Row> Rows(DashboardDbContext db, byte[][] indexes) => db.Subscribers
        .Where(s => indexes.Contains(s.BlindIndex))
        .Select(s => new Row
        {
            Id = s.Id,
            BlindIndex = s.BlindIndex!,
            Status = db.Reachability.Where(r => r.SubscriberId == s.Id && r.To == Times.Never).OrderByDescending(r => r.Id).Select(r => r.Status).FirstOrDefault(),
            Since = db.Reachability.Where(r => r.SubscriberId == s.Id && r.To == Times.Never).Max(r => (DateTime?)r.Since),
            ReassignedSince = db.Reachability.Where(r => r.SubscriberId == s.Id && r.Status == ReachabilityStatus.Reassigned).Max(r => (DateTime?)r.Since),
            AgreedAt = db.Consents.Where(c => c.SubscriberId == s.Id).Max(c => (DateTime?)c.GivenAt),
        });

    // What was observed before what is known already is no news; that the number went to somebody else always is. Reassigned
    // once more is news where somebody has agreed in between: it may have left her, too.
    private static bool IsNews(Row known, ReachabilityStatus status, DateTime at) =>
        (known.Status != status && (status == ReachabilityStatus.Reassigned || !(at < known.Since))) || (status == ReachabilityStatus.Reassigned && at > known.ReassignedSince && known.AgreedAt > known.ReassignedSince);

    private static ConsentAct Act(long person, ReachabilityStatus status, string source, DateTime observedAt, Actor actor, Guid work) => new()
    {
        EventKey = KeyOf(work, person),
        SubscriberId = person,
        Type = ConsentEventType.ReachabilityChanged,
        Source = Source.Api,
        OccurredAt = observedAt,
        Actor = actor,
        Reachability = new(status, source),

        // Part of the event, which says for good what it was told.
        Evidence = new() { Operator = actor.Key, Note = $"{status}: {source}" },
    };

    // Of the work and the person, so that a call that was cut off and comes again records nobody twice.
    private static Guid KeyOf(Guid work, long person)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"reachability {work} {person}"));

        // Version 8 of RFC 9562: a hash of our own.
        (hash[6], hash[8]) = ((byte)((hash[6] & 0x0F) | 0x80), (byte)((hash[8] & 0x3F) | 0x80));
        return new(hash.AsSpan(0, 16), bigEndian: true);
    }

    internal sealed class Row
    {
        public long Id { get; init; }

        public byte[] BlindIndex { get; init; } = [];

        public ReachabilityStatus Status { get; init; }

        /// <summary>When the present state was observed.</summary>
        public DateTime? Since { get; init; }

        /// <summary>When the number last went to somebody else.</summary>
        public DateTime? ReassignedSince { get; init; }

        /// <summary>When somebody with the number last agreed to anything.</summary>
        public DateTime? AgreedAt { get; init; }
    }
}
