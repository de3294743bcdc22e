using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentDecision;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Sends;

/// <summary>One to whom something was sent.</summary>
/// <param name="MayBeContacted">Whether she may be contacted now, were it not for the frequency.</param>
/// <param name="Promise">What her wording promises.</param>
/// <param name="Sent">How many messages counted against it on the day of the new ones, without them.</param>
internal sealed record Recipient(long Id, bool MayBeContacted, FrequencyPromise Promise, long Sent);

internal static class RecipientQueries
{
    // SQLite finds a parameter by going through all of them, so that many small statements beat a few large ones.
    public const int Chunk = 200;

    /// <returns>By their blind index, in hexadecimal; those that are not known are missing.</returns>
    public static async Task<Dictionary<string, Recipient>> ReadAsync(DashboardDbContext db, IReadOnlyList<byte[]> indexes, SentMessages sent, DateTime now)
    {
        var needsProcessing = await db.Senders.Where(s => s.Id == sent.SenderId).Select(s => s.NeedsProcessingConsent).SingleAsync();
        Dictionary<string, Recipient> people = new(indexes.Count, StringComparer.Ordinal);
        foreach (var some in indexes.Chunk(Chunk))
        {
            foreach (var row in await Rows(db, some, sent, needsProcessing, now).ToListAsync())
            {
                var reasons = (DecisionReasons)row.Reasons & ~DecisionReasons.OverFrequency;
                people[Convert.ToHexString(row.BlindIndex)] = new(row.Id, reasons == DecisionReasons.None, new(row.Count, row.Period), row.Sent);
            }
        }

        return people;
    }

    internal static IQueryable<RecipientRow> Rows(DashboardDbContext db, byte[][] indexes, SentMessages sent, bool needsProcessing, DateTime now)
    {
        var (sender, channel, type, day) = (sent.SenderId, sent.Channel, sent.MessageType, sent.Day);
        var (_, week, month) = SendDays.At(day);
        var people = db.Subscribers.Where(s => indexes.Contains(s.BlindIndex));
        return
            from reasons in DecisionSets.Explain(db, people, new(sender, channel, type), needsProcessing, now)
            join s in db.Subscribers on reasons.SubscriberId equals s.Id
            from v in db.Consents.Where(c => c.SubscriberId == s.Id && c.SenderId == sender && c.Kind == ConsentKind.Contact && c.Channel == channel && c.MessageType == type && c.State == ConsentState.Given)
                .Join(db.NoticeVersions.Where(v => v.FrequencyCount > 0 && v.FrequencyPeriod != FrequencyPeriod.None), c => c.NoticeVersionId, v => v.Id, (c, v) => v).DefaultIfEmpty()
            select new RecipientRow
            {
                Id = s.Id,
                BlindIndex = s.BlindIndex!,
                Reasons = reasons.Reasons,
                Count = (int?)v.FrequencyCount ?? 0,
                Period = (FrequencyPeriod?)v.FrequencyPeriod ?? FrequencyPeriod.None,
                Sent = v == null ? 0 : db.SendCounts.Where(n => n.SubscriberId == s.Id && n.SenderId == sender && n.Channel == channel && n.MessageType == type
                    && n.Day >= (v.FrequencyPeriod == FrequencyPeriod.Day ? day : v.FrequencyPeriod == FrequencyPeriod.Week ? week : month) && n.Day <= day).Sum(n => (long)n.Count),
            };
    }

    internal sealed class RecipientRow
    {
        public long Id { get; init; }

        public byte[] BlindIndex { get; init; } = [];

        public int Reasons { get; init; }

        public int Count { get; init; }

        public FrequencyPeriod Period { get; init; }

        public long Sent { get; init; }
    }
}
