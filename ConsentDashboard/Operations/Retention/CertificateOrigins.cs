using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.ConsentLedger;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Retention;

/// <summary>
/// What the file alone cannot prove: anybody can sign a certificate with a key of their own. Here it has to be a key of this
/// installation, the run that it stands at, and a place in this ledger.
/// </summary>
public sealed class CertificateOrigins(IDbContextFactory<DashboardDbContext> contexts, BatchSigner signer)
{
    public async Task<CertificateReport> CheckAsync(PublicId run, CertificateReport report, CancellationToken cancellation = default)
    {
        if (report is not { Holds: true, Certificate: { } said })
        {
            return report;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return said.Run != $"{run}" ? report with { Broken = "It is the certificate of another run." }
            : !signer.Knows(report.KeyFingerprint) ? report with { Broken = "The key is none of this installation's." }
            : !await IsThereAsync(db, said.HeadBefore, cancellation) || !await IsThereAsync(db, said.HeadAfter, cancellation) ? report with { Broken = "The ledger has no such batch." }
            : report;
    }

    private static async Task<bool> IsThereAsync(DashboardDbContext db, CertificateHead head, CancellationToken cancellation) =>
        head.Seq == 0 || await db.LedgerBatches.Where(b => b.Seq == head.Seq).Select(b => b.Hash).FirstOrDefaultAsync(cancellation) is { } hash && Convert.ToHexStringLower(hash) == head.Hash;
}
