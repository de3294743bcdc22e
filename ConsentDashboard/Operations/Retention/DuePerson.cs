using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Retention;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>Somebody of the set who is due still, with what a run ends of hers.</summary>
internal sealed record DuePerson(long SubscriberId, int HeadSeq, DateTime LastActivityAt, byte[]? BlindIndex)
{
    /// <summary>For a policy about consents.</summary>
    public IReadOnlyList<Consent> Cells { get; init; } = [];

    /// <summary>For a policy about evidence: the events whose evidence goes.</summary>
    public IReadOnlyList<ConsentEvent> Events { get; init; } = [];
}

/// <summary>What of a slice of the set is due still, and what is not any more.</summary>
/// <param name="Due">By id.</param>
/// <param name="Held">How many a legal hold keeps now.</param>
/// <param name="NoLongerDue">How many are due no longer for another reason.</param>
internal sealed record DueSlice(IReadOnlyList<DuePerson> Due, int Held, int NoLongerDue)
{
    public static async Task<DueSlice> ReadAsync(DashboardDbContext db, PolicyDefinition policy, IReadOnlyList<RetentionTerm> terms, DateTime at, DateTime now, List<long> ids, CancellationToken cancellation)
    {
        var found = await DueSubscribers.Of(db, policy, terms, at).Where(s => ids.Contains(s.Id)).OrderBy(s => s.Id)
            .Select(s => new { s.Id, s.HeadSeq, s.LastActivityAt, s.BlindIndex, IsHeld = db.Holds.Any(h => h.SubscriberId == s.Id && h.From <= now && h.To > now) })
            .ToListAsync(cancellation);
        var due = found.Where(s => !s.IsHeld).Select(s => new DuePerson(s.Id, s.HeadSeq, s.LastActivityAt, s.BlindIndex)).ToList();
        var held = found.Count - due.Count;
        return new(await WithPartsAsync(db, policy, terms, at, due, cancellation), held, ids.Count - found.Count);
    }

    private static async Task<IReadOnlyList<DuePerson>> WithPartsAsync(DashboardDbContext db, PolicyDefinition policy, IReadOnlyList<RetentionTerm> terms, DateTime at, List<DuePerson> due, CancellationToken cancellation)
    {
        var ids = due.ConvertAll(person => person.SubscriberId);
        if (policy.Trigger is RetentionTrigger.LifespanOver or RetentionTrigger.ProofMissing)
        {
            var cells = (await DueCells.Of(db, policy, at).AsNoTracking().Where(c => ids.Contains(c.SubscriberId)).ToListAsync(cancellation)).ToLookup(c => c.SubscriberId);
            return due.ConvertAll(person => person with { Cells = [.. cells[person.SubscriberId]] });
        }

        if (policy.Trigger == RetentionTrigger.EvidenceOld)
        {
            var events = (await OldEvidence.Of(db, policy, terms, at).AsNoTracking().Where(e => ids.Contains(e.SubscriberId)).OrderBy(e => e.Id).ToListAsync(cancellation)).ToLookup(e => e.SubscriberId);
            return due.ConvertAll(person => person with { Events = [.. events[person.SubscriberId]] });
        }

        return due;
    }
}
