using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Features.OptOuts;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Tests.Features.OptOuts;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.OptOut;

public sealed class ExpiringTextsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task After_thirty_days_texts_go_but_for_what_nobody_has_read(ConsentDashboard.Data.DatabaseProvider provider)
    {
        await using var box = await Mailbox.OpenAsync(provider);
        var (waiting, handled, sample) = (await box.PausedAsync(1), await box.PausedAsync(2), await box.SampleAsync(3));
        await box.Handle.ExecuteAsync(new() { Message = handled.PublicId }, Staff.Officer, Token);
        var expiry = box.Here.Get<InboundExpiry>();

        box.Pass(TimeSpan.FromDays(30) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await expiry.ExpireAsync(Token));
        box.Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, await expiry.ExpireAsync(Token));

        Assert.NotNull((await box.FindAsync(waiting)).TextCipher);
        foreach (var gone in new[] { await box.FindAsync(handled), await box.FindAsync(sample) })
        {
            Assert.Equal((null, null, null), (gone.TextCipher, gone.FromCipher, gone.VerdictWords));
        }

        Assert.Equal((InboxState.Withdrawn, InboxState.None), ((await box.FindAsync(handled)).State, (await box.FindAsync(sample)).State));
        await box.Handle.ExecuteAsync(new() { Message = waiting.PublicId, Decision = InboxDecision.NotAnOptOut }, Staff.Officer, Token);
        Assert.Equal(1, await expiry.ExpireAsync(Token));
    }

    [Fact]
    public async Task What_waits_does_not_hide_what_lies_behind_it()
    {
        await using var box = await Mailbox.OpenAsync();
        await using var db = box.Here.Open();
        for (var n = 0; n < InboundExpiry.Slice; n++)
        {
            db.Add(await RowAsync(box, n));
        }

        await db.SaveChangesAsync(Token);
        await box.SampleAsync(1);
        box.Pass(TimeSpan.FromDays(40));

        Assert.Equal(1, await box.Here.Get<InboundExpiry>().ExpireAsync(Token));
    }

    private static Task<InboundMessage> RowAsync(Mailbox box, int n) => Task.FromResult(new InboundMessage
    {
        PublicId = ConsentDashboard.Domain.PublicId.Create(),
        Source = "bulk",
        ProviderId = $"{n}",
        TextCipher = [1],
        ReceivedAt = box.Here.Database.Now,
        TextExpiresAt = box.Here.Database.Now,
        Reason = InboxReason.MayBeOptOut,
        State = InboxState.Waiting,
    });
}
