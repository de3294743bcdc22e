using System.Globalization;
using System.Linq.Expressions;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Retention;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Retention.Runs;

/// <summary>A policy with its sentence in both languages, as runs and certificates keep it.</summary>
public sealed class PolicyInWords(IDbContextFactory<DashboardDbContext> contexts, RetentionSentences sentences)
{
    public sealed record Found(RetentionPolicy Policy, string SentenceEn, string SentenceRu);

    /// <returns>Null where there is none, or it is archived.</returns>
    public async Task<Found?> FindAsync(Expression<Func<RetentionPolicy, bool>> which, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.RetentionPolicies.AsNoTracking().Where(p => p.ArchivedAt == null).FirstOrDefaultAsync(which, cancellation) is not { } policy)
        {
            return null;
        }

        var names = new PolicyNames(
            policy.SenderId is { } sender ? await db.Senders.Where(s => s.Id == sender).Select(s => s.Name).SingleAsync(cancellation) : null,
            policy.CollectionPointId is { } point ? await db.CollectionPoints.Where(p => p.Id == point).Select(p => p.Name).SingleAsync(cancellation) : null);
        var definition = PolicyDefinition.Of(policy);
        return new(policy, In("en", definition, names), In("ru", definition, names));
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
