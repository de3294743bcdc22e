using System.Threading.RateLimiting;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers;

/// <summary>What a search for a number came to: one person, those whose numbers end in four digits, or nobody.</summary>
/// <param name="Subscriber">The person, where the whole number was given and is kept here.</param>
/// <param name="Matches">Those whose numbers end in the digits; null where the whole number was given.</param>
/// <param name="IsSuppressed">The number is not kept here, and must not be contacted or imported.</param>
public sealed record FoundSubscribers(PublicId? Subscriber, SubscriberMatches? Matches, bool IsSuppressed);

/// <summary>Finds a person by her number, or by its last four digits. Every search leaves an audit entry, which holds no digit of it.</summary>
public sealed class FindSubscriber(
    SubscriberDirectory directory, SubscriberQueries queries, IDbContextFactory<DashboardDbContext> contexts, AuditTrail audit) : IDisposable
{
    /// <summary>More than this in a minute is not how people look for callers.</summary>
    public const int SearchesPerMinute = 30;

    public static readonly Error TooMany = new("Search.TooMany", ErrorKind.Unavailable, "phone");

    private readonly PartitionedRateLimiter<string> _limit = PartitionedRateLimiter.Create<string, string>(actor => RateLimitPartition.GetSlidingWindowLimiter(
        actor, _ => new() { PermitLimit = SearchesPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6, QueueLimit = 0 }));

    /// <param name="Text">A whole number in any common format, or four digits.</param>
    /// <param name="Region">ISO 3166 region for a number without a calling code.</param>
    public sealed record Input(string? Text, string Region);

    public async Task<Result<FoundSubscribers>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.SearchByNumber);
        var text = input.Text?.Trim() ?? "";
        var lastFour = text.Length == 4 && text.All(char.IsAsciiDigit);
        var number = lastFour ? default : NumberFormats.Parse(text, input.Region);
        if (!lastFour && number.Failed)
        {
            return number.Error;
        }

        using var lease = _limit.AttemptAcquire(actor.Key);
        if (!lease.IsAcquired)
        {
            return TooMany;
        }

        return lastFour ? await ByLastFourAsync(text, actor, cancellation) : await ByNumberAsync(number.Value, actor, cancellation);
    }

    public void Dispose() => _limit.Dispose();

    private async Task<Result<FoundSubscribers>> ByLastFourAsync(string digits, Actor actor, CancellationToken cancellation)
    {
        var matches = await queries.FindByLastFourAsync(digits, cancellation: cancellation);
        await audit.RecordAsync(new(actor, AuditAction.SubscriberFound, Details: $$"""{"lastFourFound":{{matches.Rows.Count}}}"""), cancellation);
        return new FoundSubscribers(null, matches, IsSuppressed: false);
    }

    private async Task<Result<FoundSubscribers>> ByNumberAsync(E164Number number, Actor actor, CancellationToken cancellation)
    {
        var found = await directory.FindByNumberAsync(number, cancellation);
        var suppressed = found is null && await IsSuppressedAsync(number, cancellation);
        await audit.RecordAsync(new(actor, AuditAction.SubscriberFound, found?.Id, Details: $$"""{"found":{{(found is null ? 0 : 1)}}}"""), cancellation);
        return new FoundSubscribers(found?.PublicId, null, suppressed);
    }

    private async Task<bool> IsSuppressedAsync(E164Number number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var index = await directory.BlindIndexAsync(db, number, cancellation);
        return await db.Suppressions.AnyAsync(x => x.BlindIndex == index && x.EndedAt == Times.Never, cancellation);
    }
}
