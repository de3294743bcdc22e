using ConsentDashboard.Data;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>How files with these headers were read before.</summary>
/// <param name="Source">What the list came from, as staff call it.</param>
public sealed record KnownSource(string Source, ImportMapping Mapping);

/// <summary>Finds the remembered mapping of a file with the same headers, so that it needs no questions.</summary>
public sealed class FindMapping(IDbContextFactory<DashboardDbContext> contexts)
{
    private const int Newest = 200;

    public sealed record Input(IReadOnlyList<string> Headers);

    /// <returns>Null where there is none.</returns>
    public async Task<KnownSource?> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RunImports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var profiles = await db.ImportProfiles.AsNoTracking().OrderByDescending(p => p.UpdatedAt).Take(Newest).Select(p => new { p.Name, p.Mapping }).ToListAsync(cancellation);
        foreach (var profile in profiles)
        {
            if (ImportMapping.Parse(profile.Mapping).Value is { HasHeader: true } mapping && mapping.Headers.SequenceEqual(input.Headers, StringComparer.Ordinal))
            {
                return new(profile.Name, mapping);
            }
        }

        return null;
    }
}
