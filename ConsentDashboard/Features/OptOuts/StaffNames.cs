using ConsentDashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.OptOuts;

/// <summary>Rows hold keys instead of names; these are the names of today.</summary>
internal static class StaffNames
{
    private const string Staff = "user:";

    public static async Task<Dictionary<string, string>> OfAsync(DashboardDbContext db, IEnumerable<string?> actors, CancellationToken cancellation)
    {
        var ids = actors.OfType<string>().Where(by => by.StartsWith(Staff, StringComparison.Ordinal)).Select(by => by[Staff.Length..]).Distinct(StringComparer.Ordinal).ToList();
        return ids.Count == 0
            ? []
            : await db.Users.Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => Staff + u.Id, u => u.DisplayName == "" ? u.UserName ?? u.Id : u.DisplayName, StringComparer.Ordinal, cancellation);
    }
}
