using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Audit;

/// <summary>The ledger holds keys instead of names; these are the names of today, of staff and of other systems.</summary>
internal static class StaffNames
{
    private const string Staff = "user:";
    private const string System = "api:";

    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(DashboardDbContext db, IEnumerable<string?> actors, CancellationToken cancellation)
    {
        var all = actors.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var ids = Behind(all, Staff).ToList();
        if (ids.Count > 0)
        {
            names = await db.Users.Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => Staff + u.Id, u => u.DisplayName == "" ? u.UserName ?? u.Id : u.DisplayName, StringComparer.Ordinal, cancellation);
        }

        var keys = Behind(all, System).Select(text => PublicId.TryParse(text, out var id) ? id : default).Where(id => id != default).ToList();
        if (keys.Count > 0)
        {
            foreach (var key in await db.ApiKeys.Where(k => keys.Contains(k.PublicId)).Select(k => new { k.PublicId, k.Name }).ToListAsync(cancellation))
            {
                names[$"{System}{key.PublicId}"] = key.Name;
            }
        }

        return names;
    }

    private static IEnumerable<string> Behind(List<string> actors, string prefix) =>
        actors.Where(actor => actor.StartsWith(prefix, StringComparison.Ordinal)).Select(actor => actor[prefix.Length..]);
}
