using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Operations.Retention;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Retention.Runs;

/// <summary>What may be asked for, and who may decide and end.</summary>
public sealed class RunRules(IDbContextFactory<DashboardDbContext> contexts, RetentionChanges changes)
{
    public const int MaxText = 500;

    /// <summary>The policy would touch more of the list than it may without a second question.</summary>
    public async Task<bool> AsksTwiceAsync(RetentionRun run, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var percent = await db.RetentionPolicies.Where(p => p.Id == run.PolicyId).Select(p => p.WarnPercent).SingleAsync(cancellation);
        return IsLarge(run.Total, run.Subscribers, percent);
    }

    /// <summary>A schedule found so few that the settings want no second person.</summary>
    public async Task<bool> BeginsAloneAsync(RetentionRun run, CancellationToken cancellation) =>
        run.IsScheduled && !await changes.NeedsApprovalAsync(run.Total, cancellation);

    internal static bool IsLarge(long due, long subscribers, int percent) => due * 100 > subscribers * percent;

    internal static Error? RequestRefusal(RetentionRun run, string why) => run switch
    {
        { Status: not JobStatus.Draft } => RetentionErrors.NotWaiting,
        { Total: 0 } => RetentionErrors.NothingDue,
        _ when why.Length is 0 or > MaxText || HasNumber(why) => RetentionErrors.WhyNeeded,
        _ => null,
    };

    /// <summary>Four eyes: whoever asked does not agree, whatever their roles, and neither does whoever asked by a schedule.</summary>
    internal static Error? DecisionRefusal(RetentionRun run, Actor actor, bool alone = false) => run switch
    {
        { Status: not JobStatus.AwaitingApproval } => RetentionErrors.NotWaiting,
        _ when run.CreatedBy == actor.Key => RetentionErrors.OwnRequest,
        _ when !alone && run.ArrangedBy == actor.Key => RetentionErrors.OwnSchedule,
        _ => null,
    };

    internal static Error? NoteRefusal(string note, bool isNeeded) =>
        (isNeeded && note.Length == 0) || note.Length > MaxText || HasNumber(note) ? RetentionErrors.NoteNeeded : null;

    private static bool HasNumber(string text) => NumbersInText.Mask(text) != text;
}
