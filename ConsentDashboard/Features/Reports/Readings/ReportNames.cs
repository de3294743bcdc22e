using ConsentDashboard.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Reports.Readings;

/// <summary>The names of what counters know by id; there are as many as people made by hand.</summary>
internal sealed class ReportNames
{
    private readonly IStringLocalizer<ReportWords> _words;
    private readonly Dictionary<long, string> _senders = [];
    private readonly Dictionary<long, (string Name, long Sender)> _wordings = [];
    private readonly Dictionary<long, (string Name, long Sender)> _points = [];

    private ReportNames(IStringLocalizer<ReportWords> words) => _words = words;

    public static async Task<ReportNames> ReadAsync(DashboardDbContext db, IStringLocalizer<ReportWords> words, CancellationToken cancellation)
    {
        var names = new ReportNames(words);
        foreach (var sender in await db.Senders.Select(s => new { s.Id, s.Name }).ToListAsync(cancellation))
        {
            names._senders[sender.Id] = sender.Name;
        }

        var wordings = from v in db.NoticeVersions join n in db.Notices on v.NoticeId equals n.Id select new { v.Id, v.Number, n.Name, n.SenderId };
        foreach (var wording in await wordings.ToListAsync(cancellation))
        {
            names._wordings[wording.Id] = (words["Wording", wording.Name, wording.Number], wording.SenderId);
        }

        foreach (var point in await db.CollectionPoints.Select(p => new { p.Id, p.Name, p.SenderId }).ToListAsync(cancellation))
        {
            names._points[point.Id] = (point.Name, point.SenderId);
        }

        return names;
    }

    /// <param name="id">0: all of them.</param>
    public string Sender(long id) => id == 0 ? _words["AllSenders"] : _senders.GetValueOrDefault(id) ?? _words["Gone"];

    /// <param name="id">The version's; 0: none.</param>
    public NamedThing Wording(long id) => Named(_wordings, id, "NoWording");

    /// <param name="id">0: none.</param>
    public NamedThing Point(long id) => Named(_points, id, "NoPoint");

    private NamedThing Named(Dictionary<long, (string Name, long Sender)> things, long id, string none) =>
        things.TryGetValue(id, out var thing) ? new(thing.Name, thing.Sender, Sender(thing.Sender)) : new(_words[id == 0 ? none : "Gone"], null, null);
}

/// <param name="SenderId">Whose it is; null where that is not known.</param>
internal sealed record NamedThing(string Name, long? SenderId, string? Sender);
