using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Retention;

public sealed class BeginningWithPoliciesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task An_installation_begins_with_one_policy_of_each_kind_and_all_are_off(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);

        await here.Get<DefaultPolicies>().PrepareAsync(Token);
        await here.Get<DefaultPolicies>().PrepareAsync(Token);

        await using var db = here.Open();
        var policies = await db.RetentionPolicies.AsNoTracking().OrderBy(p => p.Id).ToListAsync(Token);
        Assert.Equal(Enum.GetValues<RetentionTrigger>(), policies.Select(policy => policy.Trigger));
        Assert.All(policies, policy => Assert.Equal((false, null, null), (policy.IsOn, policy.Cron, PolicyDefinition.Of(policy).Refusal())));
    }

    [Fact]
    public async Task What_was_archived_does_not_come_back()
    {
        await using var here = await Installation.CreateAsync();
        await here.Get<DefaultPolicies>().PrepareAsync(Token);
        await using var db = here.Open();
        var now = here.Database.Clock.UtcMilliseconds();
        await db.RetentionPolicies.ExecuteUpdateAsync(set => set.SetProperty(p => p.ArchivedAt, now), Token);

        await here.Get<DefaultPolicies>().PrepareAsync(Token);

        Assert.False(await db.RetentionPolicies.AnyAsync(p => p.ArchivedAt == null, Token));
    }
}
