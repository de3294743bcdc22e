using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Subscribers.Callers;

public sealed class CallerQueries(IDbContextFactory<DashboardDbContext> contexts, SubscriberDirectory directory, ConsentDecisions decisions, NumberVault vault)
{
    private static readonly IReadOnlyList<int> Places = [.. Enumerable.Range(0, Cells.Count)];

    /// <summary>The regions for numbers without a calling code; the first is that of the first sender.</summary>
    public async Task<IReadOnlyList<string>> RegionsAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return RegionChoices.After(await db.Senders.OrderBy(s => s.Id).Select(s => s.DefaultRegion).ToListAsync(cancellation));
    }

    /// <summary>Null where there is none of that id.</summary>
    public async Task<CallerDetails?> FindAsync(PublicId id, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.SearchByNumber);
        if (await directory.FindAsync(id, cancellation) is not { } subscriber)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var senders = await db.Senders.OrderBy(s => s.Id).Select(s => new { s.Id, s.Name }).ToListAsync(cancellation);
        var questions = senders.SelectMany(sender => Places.Select(place => new DecisionRequest(sender.Id, Cells.ChannelOf(place), Cells.TypeOf(place)))).ToList();
        var answers = await decisions.ExplainAsync(subscriber.Id, questions, cancellation);
        return new(
            id,
            subscriber.Cipher is { } cipher ? vault.Mask(cipher, id) : null,
            subscriber.Region,
            subscriber.Language,
            [.. senders.Zip(answers.Chunk(Cells.Count), (sender, cells) => new CallerSender(sender.Name, AllowedOf(cells)))]);
    }

    private static ConsentCells AllowedOf(ExplainedDecision[] cells) =>
        Places.Where(place => cells[place].IsAllowed).Aggregate(ConsentCells.None, (all, place) => all | (ConsentCells)(1 << place));
}
