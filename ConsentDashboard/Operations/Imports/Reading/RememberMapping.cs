using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Imports.Reading;

/// <summary>Keeps how the files of one source are read, in place of what was kept before.</summary>
public sealed class RememberMapping(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, TimeProvider clock)
{
    private const int NameLength = 100;

    public sealed record Input(string Source, ImportMapping Mapping);

    public async Task<Result> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RunImports);
        var name = input.Source.Trim();
        if (name.Length is 0 or > NameLength)
        {
            return ReadingErrors.NoSource;
        }

        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            var profile = await db.ImportProfiles.SingleOrDefaultAsync(p => p.Name == name, CancellationToken.None);
            if (profile is null)
            {
                profile = new() { PublicId = PublicId.Create(), Name = name };
                db.Add(profile);
            }

            profile.Mapping = input.Mapping.ToJson();
            profile.UpdatedAt = clock.UtcMilliseconds();
            profile.UpdatedBy = actor.Key;
            profile.Version++;
            await db.SaveChangesAsync(CancellationToken.None);
        }

        return Result.Ok;
    }
}
