using ConsentDashboard.Data.Identity;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.OptOut.Deadlines;
using ConsentDashboard.Features.OptOuts;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.OptOuts;

public sealed class ReadingTheInboxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_waits_stands_oldest_first_with_all_that_a_decision_needs(ConsentDashboard.Data.DatabaseProvider provider)
    {
        await using var box = await Mailbox.OpenAsync(provider);
        var first = await box.PausedAsync(1, "no more from +7 916 111-22-33");
        box.Pass(TimeSpan.FromHours(3));
        var second = await box.StrangerAsync("Anna", InboxReason.UnreadableNumber);
        await box.SampleAsync(2);

        var page = await SearchAsync(box, new(InboxView.Waiting));

        Assert.Equal([first.PublicId, second.PublicId], page.Rows.Select(row => row.Id));
        Assert.Equal((2, false, true), (page.Waiting, page.HasMore, page.ShowsTexts));
        var row = page.Rows[0];
        Assert.Equal(("+7 ••• •••-00-01", "North Shop", "no more from +• ••• •••-22-33"), (row.Masked, row.Sender, row.Text));
        Assert.Equal(["no more"], row.Words);
        Assert.Equal(("ru-advertising", new(DeadlineClockKind.Overdue, 0, TimeSpan.FromHours(3))), (row.Rule.Code, row.Clock));
        Assert.Equal(first.ReceivedAt, row.PausedSince);
        Assert.Equal((null, "Anna", null), (page.Rows[1].Subscriber, page.Rows[1].From, page.Rows[1].PausedSince));
    }

    [Fact]
    public async Task What_was_handled_stands_newest_first_with_who_decided_what()
    {
        await using var box = await Mailbox.OpenAsync();
        var messages = new[] { await box.PausedAsync(1), await Later(box, 2), await Later(box, 3) };
        await box.Handle.ExecuteAsync(new() { Message = messages[0].PublicId }, Staff.Officer, Token);
        await box.Handle.ExecuteAsync(new() { Message = messages[1].PublicId, Decision = InboxDecision.NotAnOptOut }, Staff.Officer, Token);

        await using (var db = box.Here.Open())
        {
            db.Add(new StaffAccount { Id = Staff.Officer.Key["user:".Length..], DisplayName = "Vera" });
            await db.SaveChangesAsync(Token);
        }

        var page = await SearchAsync(box, new(InboxView.Handled));

        Assert.Equal([InboxState.NotAnOptOut, InboxState.Withdrawn], page.Rows.Select(row => row.State));
        Assert.All(page.Rows, row => Assert.Equal(("Vera", box.Here.Database.Now), (row.HandledBy, row.HandledAt)));
        Assert.Equal(messages[2].PublicId, Assert.Single((await SearchAsync(box, new(InboxView.Waiting))).Rows).Id);
    }

    [Theory]
    [InlineData(InboxView.Waiting)]
    [InlineData(InboxView.Handled)]
    public async Task Pages_follow_one_another(InboxView view)
    {
        await using var box = await Mailbox.OpenAsync();
        for (var n = 0; n < 60; n++)
        {
            await box.StrangerAsync("Anna", InboxReason.UnreadableNumber);
            box.Pass(TimeSpan.FromMilliseconds(n % 3));
        }

        if (view == InboxView.Handled)
        {
            await using var db = box.Here.Open();
            await db.InboundMessages.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, m => m.Id % 2 == 0 ? InboxState.Withdrawn : InboxState.NotAnOptOut), Token);
        }

        List<long> seen = [];
        InboxPage page;
        InboxPlace? after = null;
        do
        {
            page = await SearchAsync(box, new(view, after));
            seen.AddRange(page.Rows.Select(row => row.Place.Id));
            after = page.Rows[^1].Place;
        }
        while (page.HasMore);

        var ids = Enumerable.Range(1, 60).Select(id => (long)id);
        Assert.Equal(view == InboxView.Waiting ? ids : ids.Reverse(), seen);
    }

    [Fact]
    public async Task Texts_are_for_those_who_may_see_evidence()
    {
        await using var box = await Mailbox.OpenAsync();
        await box.PausedAsync(1);
        await box.StrangerAsync("Anna", InboxReason.UnreadableNumber);

        Assert.Equal("please no more of this", (await SearchAsync(box, new(InboxView.Waiting), Staff.Auditor)).Rows[0].Text);
        foreach (var actor in (Actor[])[Staff.Marketer, Staff.SupportAgent, Staff.Administrator, Actor.Anonymous])
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => SearchAsync(box, new(InboxView.Waiting), actor));
        }
    }

    private static Task<InboundMessage> Later(Mailbox box, int number)
    {
        box.Pass(TimeSpan.FromMinutes(1));
        return box.PausedAsync(number);
    }

    private static Task<InboxPage> SearchAsync(Mailbox box, InboxQuestion question, Actor? actor = null) => box.Here.Get<InboxQueries>().SearchAsync(question, actor ?? Staff.Officer, Token);
}
