using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.DemoData;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.DemoData;

public sealed class InboxOfTheDemoTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void What_people_say_is_read_as_the_demo_has_it()
    {
        Assert.All([.. DemoReplies.MayBe.En, .. DemoReplies.MayBe.Ru, .. DemoReplies.Harmless.En, .. DemoReplies.Harmless.Ru], text => Assert.Equal((text, ReplyKind.MayBeOptOut), (text, ReplyClassifier.Classify(text).Kind)));
        Assert.All([.. DemoReplies.Ordinary.En, .. DemoReplies.Ordinary.Ru], text => Assert.Equal((text, ReplyKind.Ordinary), (text, ReplyClassifier.Classify(text).Kind)));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(1_500)]
    public async Task About_a_dozen_replies_wait_were_handled_or_are_offered_for_review(int subscribers)
    {
        await using var here = await Installation.EmptyAsync();
        await here.Get<DemoSeeder>().SeedAsync(subscribers, seed: 1, cancellation: Token);
        await using var db = here.Open();
        var messages = await db.InboundMessages.ToListAsync(Token);
        var texts = here.Get<InboundTexts>();

        Assert.InRange(messages.Count, 12, 24);
        Assert.InRange(messages.Count(m => m is { State: InboxState.Waiting, Reason: InboxReason.MayBeOptOut }), 6, 16);
        Assert.Equal(3, messages.Count(m => m.Reason == InboxReason.Sample));
        Assert.Equal(4, messages.Count(m => m.HandledAt is not null));
        Assert.All(messages, m => Assert.Equal(m.Reason == InboxReason.Sample, ReplyClassifier.Classify(texts.Text(m)!).Kind == ReplyKind.Ordinary));
        Assert.Contains(messages, m => texts.Text(m)!.Any(c => c is >= 'а' and <= 'я'));
        Assert.Contains(messages, m => texts.Text(m)!.All(char.IsAscii));

        var paused = await db.Pauses.Where(p => p.To == Times.Never).Select(p => (long?)p.SubscriberId).Order().ToListAsync(Token);
        Assert.Equal(paused, messages.Where(m => m is { State: InboxState.Waiting, Reason: InboxReason.MayBeOptOut }).Select(m => m.SubscriberId).Order());
        Assert.Equal(messages.Count(m => m.PauseKey is not null), await db.ConsentEvents.CountAsync(e => e.Type == ConsentEventType.ContactPaused && db.InboundMessages.Any(m => m.PauseKey == e.EventKey), Token));
        Assert.Empty((await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Token)).Findings);
    }
}
