using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Features.Retention.Runs;

/// <summary>Finds who is due under a policy now. Nothing is cleaned by it; what it found can be asked for during a day.</summary>
public sealed class PreviewPolicy(PolicyInWords policies, RetentionSentences sentences, PreviewRetention preview)
{
    /// <summary>A policy, as the page shows it before anybody is looked for.</summary>
    public sealed record Subject(PublicId Id, string Name, string SentenceEn, string SentenceRu);

    public async Task<Subject?> FindAsync(PublicId policy, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.RequestPurge);
        return await policies.FindAsync(p => p.PublicId == policy, cancellation) is { } found ? new(found.Policy.PublicId, sentences.Name(found.Policy.Name), found.SentenceEn, found.SentenceRu) : null;
    }

    /// <returns>The run's public id.</returns>
    public async Task<Result<PublicId>> ExecuteAsync(PublicId policy, Actor actor, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RequestPurge);
        if (await policies.FindAsync(p => p.PublicId == policy, cancellation) is not { } found)
        {
            return RetentionErrors.NoPolicy;
        }

        var run = await preview.ExecuteAsync(new(found.Policy, found.SentenceEn, found.SentenceRu, actor), progress, cancellation);
        return run.Failed ? run.Error : run.Value.PublicId;
    }
}
