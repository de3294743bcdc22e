using ConsentDashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>The ledger holds keys instead of names; these are the names of today.</summary>
internal static class StaffNames
{
    private const string Prefix = "user:";

    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(DashboardDbContext db, IEnumerable<string?> actors, CancellationToken cancellation)
    {
        var ids = actors.OfType<string>().Where(actor => actor.StartsWith(Prefix, StringComparison.Ordinal)).Select(actor => actor[Prefix.Length..]).Distinct().ToList();
        return ids.Count == 0
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : await db.Users.Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => Prefix + u.Id, u => u.DisplayName == "" ? u.UserName ?? u.Id : u.DisplayName, StringComparer.Ordinal, cancellation);
    }
}
