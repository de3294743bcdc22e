using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

[Collection(nameof(InBrowser))]
public sealed class ClearingTheInboxTests(BrowserFixture browser)
{
    private IServiceProvider Services => browser.App.Services;

    [Fact]
    public async Task An_officer_clears_three_messages_with_the_keyboard_alone()
    {
        await using var visit = await browser.OpenAsAsync(Roles.ComplianceOfficer);
        var messages = await ArriveAsync();
        var keys = visit.Page.Keyboard;
        ILocator Row(int n) => visit.Page.Locator($"[data-row='{messages[n]}']");

        await visit.GoAsync("/opt-outs");
        await visit.HeadingAsync();
        await Expect(Row(2)).ToBeVisibleAsync();

        // The listener comes with the circuit, a moment after the rows. From nowhere, and from the first row, k leads to the first.
        while (!await Row(0).EvaluateAsync<bool>("row => row === document.activeElement"))
        {
            await keys.PressAsync("k");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        // An answer that comes late takes nobody back who has gone on meanwhile.
        await Row(2).FocusAsync();
        await visit.Page.EvaluateAsync("async rows => (await import('/inbox.js')).focus(...rows)", new[] { $"{messages[1]}", $"{messages[0]}" });
        await Expect(Row(2)).ToBeFocusedAsync();
        await Row(0).FocusAsync();
        await keys.PressAsync("j");
        await Expect(Row(1)).ToBeFocusedAsync();
        await keys.PressAsync("ArrowUp");
        await keys.PressAsync("Alt+w");
        await keys.PressAsync("w");
        await Expect(visit.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "is withdrawn" })).ToBeVisibleAsync();
        await Expect(Row(1)).ToBeFocusedAsync();
        await keys.PressAsync("n");
        await Expect(Row(1)).ToHaveCountAsync(0);
        await Expect(Row(2)).ToBeFocusedAsync();

        // What is typed into a field is no key of the list.
        await Row(2).EvaluateAsync("row => { const field = document.createElement('input'); field.id = 'typing'; row.append(field); field.focus(); }");
        await keys.PressAsync("w");
        await Expect(Row(2)).ToBeVisibleAsync();
        await Row(2).EvaluateAsync("row => { document.getElementById('typing').remove(); row.focus(); }");
        await keys.PressAsync("?");
        await Expect(visit.Page.GetByText("not an opt-out", new() { Exact = true })).ToBeVisibleAsync();
        await keys.PressAsync("w");
        await Expect(Row(2)).ToHaveCountAsync(0);

        Assert.Equal([InboxState.Withdrawn, InboxState.NotAnOptOut, InboxState.Withdrawn], await StatesAsync(messages));
        visit.AssertUntroubled();
    }

    /// <summary>Older than everything else in the inbox, so that they stand first.</summary>
    private async Task<IReadOnlyList<PublicId>> ArriveAsync()
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        var people = await db.Subscribers.Where(s => s.Standing == Standing.Contactable && s.Cipher != null).OrderByDescending(s => s.Id).Select(s => s.Id).Take(3).ToListAsync();
        var (texts, now) = (Services.GetRequiredService<InboundTexts>(), Services.GetRequiredService<TimeProvider>().UtcMilliseconds());
        List<PublicId> messages = [];
        foreach (var (person, n) in people.Select((person, n) => (person, n)))
        {
            var (id, at) = ($"{Guid.CreateVersion7():N}", now.AddDays(-20).AddMinutes(n));
            var row = new InboundMessage
            {
                PublicId = PublicId.Create(),
                Source = "twilio",
                ProviderId = id,
                SenderId = 1,
                To = "+12025550142",
                Verdict = ReplyKind.MayBeOptOut,
                VerdictWords = "no more",
                TextCipher = texts.Seal("please no more", $"twilio:{id}"),
                ReceivedAt = at,
                TextExpiresAt = now.AddDays(10),
                Reason = InboxReason.MayBeOptOut,
                State = InboxState.Waiting,
                DueAt = at,
            };
            await Services.GetRequiredService<LedgerWriter>().RecordAsync(new()
            {
                SubscriberId = person,
                Type = ConsentEventType.ContactPaused,
                Source = Source.SmsReply,
                OccurredAt = at,
                Actor = Actor.Person,
                Inbound = new(() => row),
            });
            messages.Add(row.PublicId);
        }

        return messages;
    }

    private async Task<List<InboxState>> StatesAsync(IReadOnlyList<PublicId> messages)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        return await db.InboundMessages.Where(m => messages.Contains(m.PublicId)).OrderBy(m => m.ReceivedAt).Select(m => m.State).ToListAsync();
    }
}
