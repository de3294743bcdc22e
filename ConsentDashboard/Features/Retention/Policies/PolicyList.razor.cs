using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Schedules;
using ConsentDashboard.Security.Access;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Retention.Policies;

/// <summary>Which numbers leave the list, when and how.</summary>
public partial class PolicyList(
    PolicyQueries queries, SwitchPolicy change, RetentionSentences Sentences, ViewerZone zone, TimeProvider clock, IStringLocalizer<ErrorsText> Errors, IStringLocalizer<PoliciesText> T)
{
    private Actor _actor = Actor.Anonymous;
    private IReadOnlyList<PolicyRow> _policies = [];
    private Error? _error;

    private bool MayManage => _actor.Can(Permissions.ManagePolicies);

    private string? Figure => Reading.HasContent ? T.Count("Count", _policies.Count) : null;

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (Actor: actor, Policies: await queries.ListAsync(actor, cancellation));
        },
        answer => (_actor, _policies) = answer);

    private string Next(PolicyRow row) =>
        row.Cron is null ? T["Next.Hand"]
        : !row.IsOn ? T["Next.Off"]
        : CronTimes.Read(row.Cron, row.TimeZone)?.Next(clock.UtcMilliseconds(), 1) is [var next] ? Dates.Minute(zone.Local(next))
        : T["Next.Hand"];

    private Task SwitchAsync(PolicyRow row) => RunAsync(async () =>
    {
        _error = (await change.ExecuteAsync(new(row.PublicId, !row.IsOn), await Actors.CurrentAsync(), Leaving)).Error;
        await ReadAsync();
    });
}
