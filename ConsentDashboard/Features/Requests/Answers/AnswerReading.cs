using System.Security.Cryptography;
using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Requests.Answers.Records;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Links;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Requests.Answers;

/// <summary>Reads everything that is held of one person, each table by its key.</summary>
public sealed class AnswerReading(
    IDbContextFactory<DashboardDbContext> contexts, RequestStore store, SubscriberDirectory directory, NumberVault vault, EvidenceBox box, InboundTexts texts, LinkTokens tokens, PublicAddress address,
    TimeProvider clock)
{
    private const int Slice = 500;

    /// <param name="site">The address of this site as staff see it; her own page for a withdrawal lies there unless another is configured.</param>
    /// <returns>Null where it is more than one answer can hold.</returns>
    internal async Task<AnswerDocument?> ReadAsync(PersonRequest request, string site, CancellationToken cancellation)
    {
        var limits = new AnswerLimits(cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var senders = await db.Senders.AsNoTracking().ToDictionaryAsync(s => s.Id, cancellation);
        var names = new AnswerNames(senders.ToDictionary(pair => pair.Key, pair => pair.Value.Name));
        var about = new AnswerRequest($"{request.PublicId}", request.Law, request.Kind, request.ReceivedAt, clock.UtcMilliseconds(), request.Language, store.DetailsOf(request));
        var person = request.SubscriberId is { } subject ? await db.Subscribers.AsNoTracking().FirstOrDefaultAsync(s => s.Id == subject, cancellation) : null;
        var index = person?.BlindIndex ?? (store.NumberOf(request) is { } number ? await directory.BlindIndexAsync(db, number, cancellation) : null);
        var suppressions = await limits.ReadAsync(db.Suppressions.AsNoTracking().Where(s => s.BlindIndex == index).OrderBy(s => s.Id));
        var document = new AnswerDocument
        {
            Request = about,
            Suppressions = [.. suppressions.Select(s => new AnswerSuppression(names[s.SenderId], s.Kind, s.Cells, s.Reason, s.Since, AnswerTimes.OrNull(s.EndedAt)))],
        };
        if (person is not null)
        {
            document = await ReadPersonAsync(db, limits, document, person, senders, names, request, site, cancellation);
        }

        return limits.IsOver ? null : document;
    }

    private async Task<AnswerDocument> ReadPersonAsync(
        DashboardDbContext db, AnswerLimits limits, AnswerDocument document, Subscriber person, Dictionary<long, Sender> senders, AnswerNames names, PersonRequest request, string site, CancellationToken cancellation)
    {
        var acts = await limits.ReadAsync(db.ConsentEvents.AsNoTracking().Where(e => e.SubscriberId == person.Id).OrderBy(e => e.Seq));
        if (limits.IsOver)
        {
            return document;
        }

        var consents = await limits.ReadAsync(db.Consents.AsNoTracking().Where(c => c.SubscriberId == person.Id).OrderBy(c => c.SenderId).ThenBy(c => c.Kind).ThenBy(c => c.Channel).ThenBy(c => c.MessageType));
        var wordings = await AnswerWordings.ReadAsync(db, acts, names, cancellation);
        var points = acts.Select(e => e.CollectionPointId).OfType<long>().Distinct().ToList();
        var pointNames = await db.CollectionPoints.Where(p => points.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        var evidence = await EvidenceAsync(db, acts, cancellation);
        var imports = await AnswerTraces.ImportsAsync(db, acts, cancellation);
        var hers = acts.Select(e => e.SenderId).Concat(consents.Select(c => (long?)c.SenderId)).ToHashSet();
        var webhooks = (await db.WebhookEndpoints.AsNoTracking().OrderBy(w => w.Id).ToListAsync(cancellation)).FindAll(w => w.SenderId is null || hers.Contains(w.SenderId));
        document = await AnswerTraces.AddAsync(db, limits, texts, names, webhooks, person.Id, request, document);
        document = await AnswerKeeping.AddAsync(db, limits, store, names, acts, person.Id, request, document);
        var now = document.Request.PreparedAt;
        var source = new RecordSource(person, senders, acts, wordings, document.Recipients, sender => address.Of($"p/{tokens.Write(sender.Id, person.PublicId)}", site), now);
        return document with
        {
            Person = new(
                $"{person.PublicId}", person.Cipher is { } cipher ? vault.Decrypt(cipher, person.PublicId) : null, person.Region, person.Language, person.ExternalRef,
                person.Standing, person.FirstSeenAt, person.LastActivityAt, AnswerTimes.OrNull(person.LastSentAt), person.IsHeld, person.RestrictedAt is not null),
            Consents = [.. consents.Select(c => Read(c, names, now))],
            Events = [.. acts.Select(e => Read(e, names, wordings, pointNames, imports, evidence))],
            Wordings = [.. wordings.Values.Select(w => w.Shown)],
            ConsentRecords = [.. consents.Select(c => ConsentRecord.Of(c, source)).OfType<System.Text.Json.Nodes.JsonObject>()],
        };
    }

    /// <returns>By event; null where it is kept and cannot be read. One that is damaged does not keep the rest from her.</returns>
    private async Task<Dictionary<long, EvidenceDocument?>> EvidenceAsync(DashboardDbContext db, List<ConsentEvent> acts, CancellationToken cancellation)
    {
        var keys = acts.ToDictionary(e => e.Id, e => e.EventKey);
        Dictionary<long, EvidenceDocument?> opened = [];
        foreach (var ids in keys.Keys.Chunk(Slice))
        {
            foreach (var proof in await db.Evidence.AsNoTracking().Where(proof => ids.Contains(proof.EventId)).ToListAsync(cancellation))
            {
                opened.Add(proof.EventId, Open(proof, keys[proof.EventId]));
            }
        }

        return opened;
    }

    private EvidenceDocument? Open(Evidence proof, Guid key)
    {
        try
        {
            // Who of the staff recorded it is not about her.
            return box.Open(proof, key) with { Operator = null };
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    // What lapsed by itself is not given any more, whether or not the ledger says so yet.
    private static AnswerConsent Read(Consent c, AnswerNames names, DateTime now)
    {
        var isOver = c.State == ConsentState.Given && c.ExpiresAt <= now;
        return new(
            names[c.SenderId]!, c.Kind, c.Channel, c.MessageType, isOver ? ConsentState.Expired : c.State, isOver ? c.ExpiresAt : c.StateAt, AnswerTimes.OrNull(c.GivenAt), AnswerTimes.OrNull(c.ExpiresAt));
    }

    private static AnswerEvent Read(ConsentEvent e, AnswerNames names, Dictionary<(long, string?), WordingOfEvent> wordings, Dictionary<long, string> points, Dictionary<long, AnswerImport> imports, Dictionary<long, EvidenceDocument?> evidence) => new(
        e.Seq, $"{e.EventKey}", e.Type, names[e.SenderId], e.Kind, e.Cells, e.OccurredAt, e.RecordedAt, AnswerTimes.OrNull(e.ExpiresAt), e.Source, e.Method, e.Assurance, WhoActed(e.Actor),
        e.CollectionPointId is { } point ? points.GetValueOrDefault(point) : null,
        e.ImportBatchId is { } batch ? imports.GetValueOrDefault(batch) : null,
        e.NoticeVersionId is { } version && wordings.TryGetValue((version, e.Language), out var wording) ? wording.Shown.Id : null,
        e.IsTest, evidence.GetValueOrDefault(e.Id), evidence.TryGetValue(e.Id, out var kept) && kept is null);

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
