using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Retention.Runs;

/// <summary>Certificates for people: to look at, and to take along.</summary>
public sealed class CertificateQueries(IDbContextFactory<DashboardDbContext> contexts, CertificateOrigins origins, AuditTrail audit)
{
    /// <returns>What it says and whether it holds here: by the signature, by a key of this installation, and by its ledger; null where there is none.</returns>
    public async Task<CertificateReport?> FindAsync(PublicId run, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewRetention);
        return await BytesAsync(run, cancellation) is { } file ? await origins.CheckAsync(run, CertificateVerification.Verify(file), cancellation) : null;
    }

    /// <returns>The file, byte for byte as it was signed; null where there is none.</returns>
    public async Task<byte[]?> TakeAsync(PublicId run, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewRetention);
        if (await BytesAsync(run, cancellation) is not { } file)
        {
            return null;
        }

        await audit.RecordAsync(new(actor, AuditAction.CertificateDownloaded, Subject: $"{run}"), cancellation);
        return file;
    }

    private async Task<byte[]?> BytesAsync(PublicId run, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.RetentionRuns.Where(r => r.PublicId == run).Select(r => r.Certificate).FirstOrDefaultAsync(cancellation) is { } text ? Encoding.UTF8.GetBytes(text) : null;
    }
}
