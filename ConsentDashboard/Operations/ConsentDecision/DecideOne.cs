using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Reading;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Sends;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentDecision;

/// <summary>
/// The decision on one number, now, by the same rule in SQL as for sets, in one statement that each connection prepares
/// once: a campaign that asks before each message asks thousands of times a second.
/// </summary>
public sealed class DecideOne(OpenContexts contexts, NumberVault vault, TimeProvider clock)
{
    private readonly ConditionalWeakTable<DashboardDbContext, Dictionary<(DecisionRequest, bool), Prepared>> _prepared = [];

    // As at the last look; the statement says whether they still hold.
    private volatile int _generation = 1;
    private readonly ConcurrentDictionary<long, bool> _needsProcessing = [];

    /// <param name="number">Whose.</param>
    /// <param name="request">The question; <see cref="DecisionRequest.At"/> is not read.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<DecisionReasons> ExecuteAsync(E164Number number, DecisionRequest request, CancellationToken cancellation = default)
    {
        var question = request with { At = null };
        var now = clock.UtcMilliseconds();
        while (true)
        {
            var (generation, needsProcessing) = (_generation, _needsProcessing.GetValueOrDefault(request.SenderId));
            var index = vault.BlindIndex(number.Value, generation);
            var answer = await contexts.ReadAsync(db => AskAsync(db, index, question, needsProcessing, now, cancellation), cancellation);
            if (answer.IndexGeneration == generation && answer.NeedsProcessing == needsProcessing)
            {
                return (DecisionReasons?)answer.Reasons ?? DecisionReasons.UnknownNumber;
            }

            (_generation, _needsProcessing[request.SenderId]) = (answer.IndexGeneration, answer.NeedsProcessing);
        }
    }

    internal static IQueryable<OneAnswer> Question(DashboardDbContext db, byte[] index, DecisionRequest request, bool needsProcessing, DateTime now)
    {
        var sender = request.SenderId;
        var reasons = DecisionSets.Explain(db, db.Subscribers.Where(s => s.BlindIndex == index), request, needsProcessing, now).Select(row => (int?)row.Reasons);
        return from h in db.LedgerHead
               from n in db.Senders.Where(n => n.Id == sender)
               select new OneAnswer { IndexGeneration = h.IndexGeneration, NeedsProcessing = n.NeedsProcessingConsent, Reasons = reasons.FirstOrDefault() };
    }

    private async Task<OneAnswer> AskAsync(DashboardDbContext db, byte[] index, DecisionRequest request, bool needsProcessing, DateTime now, CancellationToken cancellation)
    {
        var all = _prepared.GetValue(db, _ => []);
        if (!all.TryGetValue((request, needsProcessing), out var prepared))
        {
            all[(request, needsProcessing)] = prepared = Prepared.Of(db, request, needsProcessing);
        }

        await using var reader = await prepared.With(index, now).ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new() { IndexGeneration = reader.GetInt32(0), NeedsProcessing = reader.GetBoolean(1), Reasons = reader.IsDBNull(2) ? null : reader.GetInt32(2) }
            : throw new InvalidOperationException("The sender is gone.");
    }

    internal sealed class OneAnswer
    {
        public int IndexGeneration { get; init; }

        public bool NeedsProcessing { get; init; }

        /// <summary>Null where the number is not known.</summary>
        public int? Reasons { get; init; }
    }

    /// <summary>Entity Framework's own command, of which only the number and the times change; with a new one each time, most of the time would go into parsing it.</summary>
    private sealed class Prepared(DbCommand command, List<DbParameter> indexes, List<DbParameter>[] times, Func<DateTime, object> stored)
    {
        private static readonly DateTime Mark = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);

        public static Prepared Of(DashboardDbContext db, DecisionRequest request, bool needsProcessing)
        {
            var converter = db.Model.FindEntityType(typeof(Suppression))!.FindProperty(nameof(Suppression.EndedAt))!.GetTypeMapping().Converter;
            object Stored(DateTime time) => converter?.ConvertToProvider(time) ?? time;
            var command = Question(db, new byte[32], request, needsProcessing, Mark).CreateDbCommand();
            var parameters = command.Parameters.Cast<DbParameter>().ToList();
            return new(command, [.. parameters.Where(p => p.Value is byte[])], [.. TimesOf(Mark).Select(mark => parameters.FindAll(p => Stored(mark).Equals(p.Value)))], Stored);
        }

        public DbCommand With(byte[] index, DateTime now)
        {
            indexes.ForEach(parameter => parameter.Value = index);
            foreach (var (place, time) in TimesOf(now).Index())
            {
                var value = stored(time);
                times[place].ForEach(parameter => parameter.Value = value);
            }

            return command;
        }

        // What the question makes of one moment; all of them differ for the mark, so that each parameter is known by its value.
        private static DateTime[] TimesOf(DateTime now)
        {
            var (today, week, month) = SendDays.At(now);
            return [now, today, week, month];
        }
    }
}
