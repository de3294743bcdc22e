using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Exports.Seeds;

/// <param name="Number">Masked.</param>
/// <param name="Exports">How many files carry it.</param>
public sealed record SeedRow(PublicId Id, string Recipient, string Number, bool IsActive, DateTime CreatedAt, int Exports);

public sealed class SeedQueries(IDbContextFactory<DashboardDbContext> contexts, NumberVault vault)
{
    // An installation has a handful; this many would be a mistake to look into, not to page through.
    private const int Most = 500;

    public async Task<IReadOnlyList<SeedRow>> ListAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ManageSeeds);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var seeds = await db.ExportSeeds.AsNoTracking().OrderByDescending(s => s.Id).Take(Most)
            .Select(s => new { Seed = s, Exports = db.ExportJobs.Count(j => j.SeedId == s.Id && j.Checksum != null) }).ToListAsync(cancellation);
        return [.. seeds.Select(row => new SeedRow(
            row.Seed.PublicId, row.Seed.Recipient, vault.Mask(row.Seed.NumberCipher, row.Seed.PublicId), row.Seed.IsActive, row.Seed.CreatedAt, row.Exports))];
    }
}
