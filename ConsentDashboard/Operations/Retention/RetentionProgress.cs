using System.Security.Cryptography;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>
/// Where a run stands. It is written in the transaction of the slice that it is about, and only while the lease is ours:
/// whoever goes on after a kill repeats nobody and leaves nobody out.
/// </summary>
internal sealed record RetentionProgress(long Position, long Cleaned, long NoLongerDue, long Held, byte[] Digest)
{
    public static RetentionProgress Of(RetentionRun run) => new(run.Position, run.Cleaned, run.NoLongerDue, run.Held, run.CleanedDigest);

    /// <param name="ids">How many of the set the slice was about.</param>
    /// <param name="slice">Who of them was due still.</param>
    /// <param name="acts">What was recorded about each.</param>
    /// <param name="outcomes">What became of the acts, in order.</param>
    public RetentionProgress Behind(int ids, DueSlice slice, IReadOnlyList<IReadOnlyList<ConsentAct>> acts, IReadOnlyList<Result<RecordedAct>> outcomes)
    {
        var (cleaned, held, gone, digest, at) = (Cleaned, Held + slice.Held, NoLongerDue + slice.NoLongerDue, Digest, 0);
        for (var i = 0; i < slice.Due.Count; i++)
        {
            var own = outcomes.Skip(at).Take(acts[i].Count).ToList();
            at += acts[i].Count;
            if (own.Exists(outcome => !outcome.Failed))
            {
                cleaned++;
                digest = Chain(digest, slice.Due[i].BlindIndex);
            }
            else if (own.Exists(outcome => outcome.Error == LedgerErrors.Held))
            {
                held++;
            }
            else
            {
                gone++;
            }
        }

        return new(Position + ids, cleaned, gone, held, digest);
    }

    /// <exception cref="LeaseLostException">Another process has the run.</exception>
    public async Task SaveAsync(DashboardDbContext db, RetentionRun run, string owner)
    {
        var saved = await db.RetentionRuns.Where(r => r.Id == run.Id && r.Status == JobStatus.Running && r.ClaimedBy == owner && r.Position <= Position)
            .ExecuteUpdateAsync(set => set
                .SetProperty(r => r.Position, Position)
                .SetProperty(r => r.Cleaned, Cleaned)
                .SetProperty(r => r.NoLongerDue, NoLongerDue)
                .SetProperty(r => r.Held, Held)
                .SetProperty(r => r.CleanedDigest, Digest));
        if (saved != 1)
        {
            throw new LeaseLostException();
        }
    }

    private static byte[] Chain(byte[] digest, byte[]? blindIndex) => SHA256.HashData([.. digest, .. blindIndex ?? []]);
}
