using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Features.Subscribers.Callers;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Subscribers.Callers;

public sealed class NotingCallsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Her_number_counts_as_used_her_consent_stays_and_who_noted_it_is_written_down()
    {
        await using var here = await Installation.CreateAsync();
        var person = (await here.Ledger.RecordAsync(here.OptIn(1))).Value!;
        here.Database.Clock.Advance(TimeSpan.FromDays(9));

        var noted = await Note(here).ExecuteAsync(person.PublicId, Staff.SupportAgent, Token);

        Assert.Null(noted.Error);
        await using var db = here.Open();
        Assert.Equal(here.Database.Now, (await db.Subscribers.SingleAsync(Token)).LastActivityAt);
        Assert.Equal(1, await db.ConsentEvents.CountAsync(Token));
        var entry = await db.AuditEntries.SingleAsync(Token);
        Assert.Equal((AuditAction.CallNoted, person.SubscriberId, Staff.SupportAgent.Key), (entry.Action, entry.SubscriberId, entry.Actor));
    }

    [Fact]
    public async Task Of_nobody_nothing_is_noted()
    {
        await using var here = await Installation.CreateAsync();

        Assert.Equal(ErrorKind.NotFound, (await Note(here).ExecuteAsync(PublicId.Create(), Staff.SupportAgent, Token)).Error?.Kind);

        await using var db = here.Open();
        Assert.False(await db.AuditEntries.AnyAsync(Token));
    }

    [Fact]
    public async Task Whoever_may_not_talk_to_callers_is_refused()
    {
        await using var here = await Installation.CreateAsync();

        await Assert.ThrowsAsync<ForbiddenException>(() => Note(here).ExecuteAsync(PublicId.Create(), Staff.Marketer, Token));
    }

    private static NoteCall Note(Installation here) => new(here.Database.Contexts, here.Ledger, here.Database.Clock);
}
