using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>Reads everything that is held of one person, each table by its key.</summary>
public sealed class AnswerReading(
    IDbContextFactory<DashboardDbContext> contexts, RequestStore store, SubscriberDirectory directory, NumberVault vault, EvidenceBox box, InboundTexts texts, TimeProvider clock)
{
    /// <summary>A history longer than this is no person's.</summary>
    internal const int MostEvents = 10_000;

    private const int Slice = 500;

    /// <returns>Null where it is more than one answer can hold.</returns>
    internal async Task<AnswerDocument?> ReadAsync(PersonRequest request, long? subject, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var senders = await db.Senders.AsNoTracking().ToDictionaryAsync(s => s.Id, cancellation);
        var names = new AnswerNames(senders.ToDictionary(pair => pair.Key, pair => pair.Value.Name));
        var about = new AnswerRequest($"{request.PublicId}", request.Law, request.Kind, request.ReceivedAt, clock.UtcMilliseconds(), request.Language, store.DetailsOf(request));
        var person = subject is null ? null : await db.Subscribers.AsNoTracking().FirstOrDefaultAsync(s => s.Id == subject, cancellation);
        var index = person?.BlindIndex ?? (store.NumberOf(request) is { } number ? await directory.BlindIndexAsync(db, number, cancellation) : null);
        var suppressions = await db.Suppressions.AsNoTracking().Where(s => s.BlindIndex == index).OrderBy(s => s.Id).Take(MostEvents).ToListAsync(cancellation);
        var document = new AnswerDocument
        {
            Request = about,
            Suppressions = [.. suppressions.Select(s => new AnswerSuppression(names[s.SenderId], s.Kind, s.Cells, s.Reason, s.Since, AnswerTimes.OrNull(s.EndedAt)))],
        };
        return person is null ? document : await ReadPersonAsync(db, document, person, senders, names, request, cancellation);
    }

    private async Task<AnswerDocument?> ReadPersonAsync(
        DashboardDbContext db, AnswerDocument document, Subscriber person, Dictionary<long, Domain.Senders.Sender> senders, AnswerNames names, PersonRequest request, CancellationToken cancellation)
    {
        var acts = await db.ConsentEvents.AsNoTracking().Where(e => e.SubscriberId == person.Id).OrderBy(e => e.Seq).Take(MostEvents + 1).ToListAsync(cancellation);
        if (acts.Count > MostEvents)
        {
            return null;
        }

        var consents = await db.Consents.AsNoTracking().Where(c => c.SubscriberId == person.Id).OrderBy(c => c.SenderId).ThenBy(c => c.Kind).ThenBy(c => c.Channel).ThenBy(c => c.MessageType).ToListAsync(cancellation);
        var wordings = await AnswerWordings.ReadAsync(db, acts, names, cancellation);
        var points = acts.Select(e => e.CollectionPointId).OfType<long>().Distinct().ToList();
        var pointNames = await db.CollectionPoints.Where(p => points.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        var evidence = await EvidenceAsync(db, acts, cancellation);
        return await AnswerTraces.AddAsync(db, texts, names, person.Id, request, document with
        {
            Person = new(
                $"{person.PublicId}", person.Cipher is { } cipher ? vault.Decrypt(cipher, person.PublicId) : null, person.Region, person.Language, person.ExternalRef,
                person.Standing, person.FirstSeenAt, person.LastActivityAt, AnswerTimes.OrNull(person.LastSentAt), person.IsHeld, person.RestrictedAt is not null),
            Consents = [.. consents.Select(c => new AnswerConsent(names[c.SenderId]!, c.Kind, c.Channel, c.MessageType, c.State, c.StateAt, AnswerTimes.OrNull(c.GivenAt), AnswerTimes.OrNull(c.ExpiresAt)))],
            Events = [.. acts.Select(e => Read(e, names, wordings, pointNames, evidence.GetValueOrDefault(e.Id)))],
            Wordings = [.. wordings.Values.Select(w => w.Shown)],
            ConsentRecords = [.. consents.Select(c => ConsentRecord.Of(c, person, senders[c.SenderId], acts, wordings)).OfType<System.Text.Json.Nodes.JsonObject>()],
        }, cancellation);
    }

    private async Task<Dictionary<long, EvidenceDocument>> EvidenceAsync(DashboardDbContext db, List<ConsentEvent> acts, CancellationToken cancellation)
    {
        var keys = acts.ToDictionary(e => e.Id, e => e.EventKey);
        Dictionary<long, EvidenceDocument> opened = [];
        foreach (var ids in keys.Keys.Chunk(Slice))
        {
            foreach (var proof in await db.Evidence.AsNoTracking().Where(proof => ids.Contains(proof.EventId)).ToListAsync(cancellation))
            {
                // Who of the staff recorded it is not about her.
                opened.Add(proof.EventId, box.Open(proof, keys[proof.EventId]) with { Operator = null });
            }
        }

        return opened;
    }

    private static AnswerEvent Read(ConsentEvent e, AnswerNames names, Dictionary<(long, string?), WordingOfEvent> wordings, Dictionary<long, string> points, EvidenceDocument? evidence) => new(
        e.Seq, $"{e.EventKey}", e.Type, names[e.SenderId], e.Kind, e.Cells, e.OccurredAt, e.RecordedAt, AnswerTimes.OrNull(e.ExpiresAt), e.Source, e.Method, e.Assurance, WhoActed(e.Actor),
        e.CollectionPointId is { } point ? points.GetValueOrDefault(point) : null,
        e.NoticeVersionId is { } version && wordings.TryGetValue((version, e.Language), out var wording) ? wording.Shown.Id : null,
        e.IsTest, evidence);

    private static string WhoActed(string actor) => actor.Split(':')[0] switch
    {
        "person" => "person",
        "user" => "staff",
        "api" => "other-system",
        _ => "system",
    };
}

/// <summary>Senders by id; null: all senders.</summary>
internal sealed class AnswerNames(Dictionary<long, string> names)
{
    public string? this[long? id] => id is { } known ? names.GetValueOrDefault(known, "–") : null;
}
