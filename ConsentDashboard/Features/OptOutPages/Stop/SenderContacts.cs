using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.OptOutPages.Stop;

/// <summary>A sender to whom one can also turn by phone.</summary>
public sealed record SenderContact(string Name, string LegalName, string SupportPhone, string Region)
{
    /// <summary>What a phone dials.</summary>
    public string Dials => $"tel:{string.Concat(SupportPhone.Where(c => c == '+' || char.IsAsciiDigit(c)))}";
}

/// <summary>The same for everybody, so kept for a moment: a flood of posts reads no table.</summary>
internal sealed class SenderContacts(IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock)
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(10);

    private volatile Tuple<DateTime, IReadOnlyList<SenderContact>>? _kept;

    public async ValueTask<IReadOnlyList<SenderContact>> ListAsync(CancellationToken cancellation)
    {
        var now = clock.UtcMilliseconds();
        if (_kept is { } kept && kept.Item1 > now)
        {
            return kept.Item2;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var senders = await db.Senders.OrderBy(s => s.Name).Select(s => new SenderContact(s.Name, s.LegalName, s.SupportPhone, s.DefaultRegion)).ToListAsync(cancellation);
        _kept = new(now + Keep, senders);
        return senders;
    }
}
