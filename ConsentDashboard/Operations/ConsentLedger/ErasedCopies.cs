using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Operations.Imports;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.ConsentLedger;

/// <summary>
/// What the erasures of one batch clear in the stored rows, a few statements for all of them: the evidence with its salts,
/// how much was sent to her and when, what she asked for about her data, why she was held, and what still waits to be sent.
/// </summary>
internal sealed class ErasedCopies
{
    private const int Chunk = 500;

    private readonly List<(long Subscriber, DateTime At, string Actor)> _people = [];
    private readonly Dictionary<Guid, long> _proofs = [];

    public void Person(long subscriber, ConsentEvent act) => _people.Add((subscriber, act.RecordedAt, act.Actor));

    /// <summary>The proof of one event of hers, which stays otherwise.</summary>
    public void Proof(long subscriber, Guid eventKey) => _proofs[eventKey] = subscriber;

    /// <summary>Before the rows of the batch are written: what it records after an erasure stays.</summary>
    public async Task ClearAsync(DashboardDbContext db)
    {
        foreach (var slice in _people.GroupBy(person => (person.At, person.Actor)).SelectMany(same => same.Chunk(Chunk)))
        {
            await ClearPeopleAsync(db, [.. slice.Select(person => person.Subscriber)], slice[0].At, slice[0].Actor);
        }

        foreach (var slice in _proofs.Chunk(Chunk))
        {
            List<Guid> keys = [.. slice.Select(proof => proof.Key)];
            var events = await db.ConsentEvents.Where(e => keys.Contains(e.EventKey)).Select(e => new { e.Id, e.EventKey, e.SubscriberId }).ToListAsync();
            await DeleteProofsAsync(db, [.. events.Where(e => _proofs[e.EventKey] == e.SubscriberId).Select(e => e.Id)]);
        }
    }

    private static async Task ClearPeopleAsync(DashboardDbContext db, List<long> people, DateTime at, string actor)
    {
        // By key: asked as a subquery, every proof of the installation would be looked at.
        var events = await Traces(db, people).Select(e => new { e.Id, HasProof = e.EvidenceDigest != null, e.ImportBatchId }).ToListAsync();
        await DeleteProofsAsync(db, events.FindAll(e => e.HasProof).ConvertAll(e => e.Id));
        await WithdrawUploadsAsync(db, [.. events.Select(e => e.ImportBatchId).OfType<long>().Distinct()]);
        await Messages(db, people)
            .ExecuteUpdateAsync(set => set
                .SetProperty(message => message.PayloadCipher, (byte[]?)null)
                .SetProperty(message => message.LastError, (string?)null)
                .SetProperty(message => message.DeliveredAt, message => message.DeliveredAt ?? at));
        await db.InboundMessages.Where(message => people.Contains(message.SubscriberId!.Value)).ExecuteUpdateAsync(set => set
            .SetProperty(message => message.TextCipher, (byte[]?)null)
            .SetProperty(message => message.FromCipher, (byte[]?)null)
            .SetProperty(message => message.VerdictWords, (string?)null));

        await WithdrawExportsAsync(db, [.. (await Exported(db, people).ToListAsync()).Distinct()], at);

        // The row stays, without the hash: recall tells by the subscriber that she was erased.
        await db.ExportItems.Where(item => people.Contains(item.SubscriberId!.Value) && item.BlindIndex != null).ExecuteUpdateAsync(set => set.SetProperty(item => item.BlindIndex, (byte[]?)null));
        await db.SendCounts.Where(count => people.Contains(count.SubscriberId)).ExecuteDeleteAsync();
        await Origins(db, people).ExecuteDeleteAsync();
        await ClearRequestsAsync(db, people);
        await ForgetAsync(db.Holds, people);
        await ForgetAsync(db.Pauses, people);
        await ForgetAsync(db.Restrictions, people);
        await db.Restrictions.Where(i => people.Contains(i.SubscriberId) && i.To == Times.Never)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.To, at).SetProperty(i => i.EndedBy, actor));
    }

    internal static IQueryable<OutboxMessage> Messages(DashboardDbContext db, List<long> people) =>
        db.Outbox.Where(message => people.Contains(message.SubscriberId!.Value) && (message.PayloadCipher != null || message.LastError != null));

    internal static IQueryable<WithdrawalOrigin> Origins(DashboardDbContext db, List<long> people) =>
        db.WithdrawalOrigins.Where(origin => people.Contains(origin.SubscriberId));

    /// <summary>The events of people that lead to a proof or to a list.</summary>
    internal static IQueryable<ConsentEvent> Traces(DashboardDbContext db, List<long> people) =>
        db.ConsentEvents.Where(e => people.Contains(e.SubscriberId) && (e.EvidenceDigest != null || e.ImportBatchId != null));

    /// <summary>The exports that people are in and that have a file, or will have; one may come several times.</summary>
    internal static IQueryable<long> Exported(DashboardDbContext db, List<long> people) => db.ExportItems
        .Where(item => people.Contains(item.SubscriberId!.Value)
            && db.ExportJobs.Any(job => job.Id == item.ExportJobId && job.FailureKey == null && (job.Status == JobStatus.Done || job.Status == JobStatus.Running)))
        .Select(item => item.ExportJobId);

    // From this commit on nobody is handed the file any more; the upkeep of exports hears of it and takes it from the disk.
    private static async Task WithdrawExportsAsync(DashboardDbContext db, List<long> exports, DateTime at)
    {
        if (exports.Count > 0)
        {
            await db.ExportJobs.Where(job => exports.Contains(job.Id) && job.FailureKey == null && (job.Status == JobStatus.Done || job.Status == JobStatus.Running))
                .ExecuteUpdateAsync(set => set
                    .SetProperty(job => job.FailureKey, ExportErrors.PersonErased.Key)
                    .SetProperty(job => job.ExpiresAt, job => job.Status == JobStatus.Done ? at : job.ExpiresAt)
                    .SetProperty(job => job.Version, job => job.Version + 1));
        }
    }

    // A finished run keeps no row of its list; one that was stopped, or is stopped before its end, still has all of it, to be gone on with.
    private static async Task WithdrawUploadsAsync(DashboardDbContext db, List<long> imports)
    {
        if (imports.Count > 0)
        {
            await db.ImportBatches.Where(batch => imports.Contains(batch.Id) && batch.Stage == ImportStage.Run && batch.FileName != ""
                    && (batch.Status == JobStatus.Cancelled || batch.Status == JobStatus.Failed || batch.Status == JobStatus.Waiting || batch.Status == JobStatus.Running))
                .ExecuteUpdateAsync(set => set.SetProperty(batch => batch.FailureKey, ImportErrors.PersonErased.Key).SetProperty(batch => batch.FailureDetails, (string?)null).SetProperty(batch => batch.Version, batch => batch.Version + 1));
        }
    }

    private static async Task ClearRequestsAsync(DashboardDbContext db, List<long> people)
    {
        await db.AnnulmentRequests.Where(request => people.Contains(request.SubscriberId)).ExecuteUpdateAsync(set => set
            .SetProperty(request => request.Reason, "")
            .SetProperty(request => request.EvidenceReference, "")
            .SetProperty(request => request.DecisionNote, (string?)null));
        await db.PersonRequests.Where(request => people.Contains(request.SubscriberId!.Value)).ExecuteUpdateAsync(set => set
            .SetProperty(request => request.NumberCipher, (byte[]?)null)
            .SetProperty(request => request.DetailsCipher, (byte[]?)null)
            .SetProperty(request => request.Language, "")
            .SetProperty(request => request.ExtensionReason, (string?)null)
            .SetProperty(request => request.OutcomeReason, (string?)null));
    }

    private static Task<int> ForgetAsync<T>(DbSet<T> set, List<long> people)
        where T : SubscriberInterval =>
        set.Where(i => people.Contains(i.SubscriberId) && i.Reason != "").ExecuteUpdateAsync(set => set.SetProperty(i => i.Reason, ""));

    private static async Task DeleteProofsAsync(DashboardDbContext db, List<long> events)
    {
        foreach (var ids in events.Chunk(Chunk))
        {
            await db.Evidence.Where(proof => ids.Contains(proof.EventId)).ExecuteDeleteAsync();
        }
    }
}
