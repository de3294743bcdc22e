using System.Diagnostics;
using System.Runtime.CompilerServices;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Reading;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Exports;

/// <summary>
/// Reads the people of an export in ranges of ids, each decided by the statement that reads it, at that moment: whoever
/// withdraws meanwhile is in no later range. A range is sized so that no read takes longer than a fraction of a second.
/// </summary>
internal sealed class ExportReading(IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock)
{
    public const int MaxRange = 8192;
    public const int UsualRange = 1024;

    private const int MinRange = 64;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(250);

    /// <summary>How many ids to begin with.</summary>
    public int FirstRange { get; init; } = UsualRange;

    /// <param name="audience">Who.</param>
    /// <param name="columns">What of them; more than the usual ones cost more lookups.</param>
    public async IAsyncEnumerable<ExportRange> ReadAsync(ExportAudience audience, ExportColumns columns, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var first = await contexts.CreateDbContextAsync(cancellation);
        var last = await first.LedgerHead.Select(h => h.LastSubscriberId).SingleAsync(cancellation);
        var range = FirstRange;
        for (var after = 0L; after < last;)
        {
            var upTo = Math.Min(after + range, last);
            var began = Stopwatch.GetTimestamp();
            var (from, to) = (after, upTo);
            var rows = await contexts.ReadAsync(db => ExportRowReading.ReadAsync(db, Rows(db, audience, columns, from, to, clock.UtcMilliseconds()), cancellation), cancellation);
            range = Stopwatch.GetElapsedTime(began) switch
            {
                var took when took < Quick => Math.Min(range * 2, MaxRange),
                var took when took > Slow => Math.Max(range / 2, MinRange),
                _ => range,
            };
            after = upTo;
            yield return new(rows, upTo, last);
        }
    }

    internal static IQueryable<ExportRow> Rows(DashboardDbContext db, ExportAudience audience, ExportColumns columns, long after, long upTo, DateTime now)
    {
        var (sender, channel, type) = (audience.Request.SenderId, audience.Request.Channel, audience.Request.MessageType);
        var people = audience.Among(db, db.Subscribers.Where(s => s.Id > after && s.Id <= upTo), now).OrderBy(s => s.Id);
        if ((columns & (ExportColumns.OptedInAt | ExportColumns.CollectionPoint | ExportColumns.Wording)) == ExportColumns.None)
        {
            return people.Select(s => new ExportRow
            {
                SubscriberId = s.Id,
                PublicId = s.PublicId,
                Cipher = s.Cipher!,
                BlindIndex = s.BlindIndex,
                Language = s.Language,
                Region = s.Region,
                Reference = s.ExternalRef,
                LastActivityAt = s.LastActivityAt,
            });
        }

        var cells = db.Consents.Where(c => c.SenderId == sender && c.Kind == ConsentKind.Contact && c.Channel == channel && c.MessageType == type);
        return people.Select(s => new ExportRow
        {
            SubscriberId = s.Id,
            PublicId = s.PublicId,
            Cipher = s.Cipher!,
            BlindIndex = s.BlindIndex,
            Language = s.Language,
            Region = s.Region,
            Reference = s.ExternalRef,
            LastActivityAt = s.LastActivityAt,
            OptedInAt = cells.Where(c => c.SubscriberId == s.Id).Select(c => (DateTime?)c.GivenAt).First(),
            CollectionPointId = cells.Where(c => c.SubscriberId == s.Id).Select(c => c.CollectionPointId).First(),
            NoticeVersionId = cells.Where(c => c.SubscriberId == s.Id).Select(c => c.NoticeVersionId).First(),
        });
    }
}

/// <param name="Rows">Who of the range goes into the file, by id.</param>
/// <param name="UpTo">The range's last id.</param>
/// <param name="Last">The last of all.</param>
internal sealed record ExportRange(List<ExportRow> Rows, long UpTo, long Last);
