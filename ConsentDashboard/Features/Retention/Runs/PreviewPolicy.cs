using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Retention.Runs;

/// <summary>Finds who is due under a policy now. Nothing is cleaned by it; what it found can be asked for during a day.</summary>
public sealed class PreviewPolicy(IDbContextFactory<DashboardDbContext> contexts, PreviewRetention preview, RetentionSentences sentences)
{
    /// <summary>A policy, as the page shows it before anybody is looked for.</summary>
    public sealed record Subject(PublicId Id, string Name, string SentenceEn, string SentenceRu);

    public async Task<Subject?> FindAsync(PublicId policy, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.RequestPurge);
        return await ReadAsync(policy, cancellation) is { } found ? new(found.Policy.PublicId, found.Policy.Name, found.SentenceEn, found.SentenceRu) : null;
    }

    /// <returns>The run's public id.</returns>
    public async Task<Result<PublicId>> ExecuteAsync(PublicId policy, Actor actor, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RequestPurge);
        if (await ReadAsync(policy, cancellation) is not { } found)
        {
            return RetentionErrors.NoPolicy;
        }

        var run = await preview.ExecuteAsync(new(found.Policy, found.SentenceEn, found.SentenceRu, actor), progress, cancellation);
        return run.Failed ? run.Error : run.Value.PublicId;
    }

    private async Task<(RetentionPolicy Policy, string SentenceEn, string SentenceRu)?> ReadAsync(PublicId id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.RetentionPolicies.AsNoTracking().FirstOrDefaultAsync(p => p.PublicId == id && p.ArchivedAt == null, cancellation) is not { } policy)
        {
            return null;
        }

        var names = new PolicyNames(
            policy.SenderId is { } sender ? await db.Senders.Where(s => s.Id == sender).Select(s => s.Name).SingleAsync(cancellation) : null,
            policy.CollectionPointId is { } point ? await db.CollectionPoints.Where(p => p.Id == point).Select(p => p.Name).SingleAsync(cancellation) : null);
        var definition = PolicyDefinition.Of(policy);
        return (policy, In("en", definition, names), In("ru", definition, names));
    }

    private string In(string culture, PolicyDefinition definition, PolicyNames names)
    {
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            return sentences.Sentence(definition, names);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }
}
