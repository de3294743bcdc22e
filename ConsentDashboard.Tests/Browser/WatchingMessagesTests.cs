using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using ConsentDashboard.Tests.Support.Browser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConsentDashboard.Tests.Browser;

[Collection(nameof(InBrowser))]
public sealed class WatchingMessagesTests(BrowserFixture browser)
{
    private static int taken;

    public static TheoryData<Look> Looks => new(Look.All);

    [Theory]
    [MemberData(nameof(Looks), DisableDiscoveryEnumeration = true)]
    public async Task Messages_in_every_state_can_be_read_and_tried_by_keyboard(Look look)
    {
        await using var visit = await browser.OpenAsAsync(Roles.Administrator, look);
        var text = $"{Guid.CreateVersion7():N}";
        await EnqueueAsync(text);

        await visit.GoAsync("/messages");
        await visit.HeadingAsync();
        var row = visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });
        await Expect(row).ToBeVisibleAsync();
        await visit.ScreenshotAsync($"messages-in-every-state-{look}");
        await visit.AssertFitsAsync();
        await visit.AssertAccessibleAsync();

        await row.GetByRole(AriaRole.Button).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");

        // The page hears of the delivery by itself.
        await Expect(row.GetByText(look.Language == "ru" ? "Отправлено" : "Sent")).ToBeVisibleAsync();
        visit.AssertUntroubled();
    }

    private async Task EnqueueAsync(string text)
    {
        var services = browser.App.Services;
        var (texts, now) = (services.GetRequiredService<TextMessages>(), services.GetRequiredService<TimeProvider>().UtcMilliseconds());
        await using var db = await services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();

        // Others of each look: a message that is put off would hold back the next one to the same person.
        var people = await db.Subscribers.Where(s => s.Cipher != null).OrderBy(s => s.Id).Select(s => s.Id).Skip(Interlocked.Add(ref taken, 3) - 3).Take(3).ToListAsync();
        OutboxMessage Row(int person, string words)
        {
            var draft = texts.Draft(Guid.CreateVersion7(), new(1, A.Number(1), words), "news");
            return new() { MessageKey = draft.MessageKey, Endpoint = draft.Endpoint, Kind = draft.Kind, SubscriberId = people[person], PayloadCipher = draft.PayloadCipher, CreatedAt = now, DueAt = now.AddHours(1), Tries = 2 };
        }

        var (sent, givenUp, retrying) = (Row(0, "Your code is 000000. It is valid for 24 hours."), Row(1, ""), Row(2, text));
        sent.DeliveredAt = now;
        (givenUp.DueAt, givenUp.PayloadCipher, givenUp.LastError) = (Times.Never, null, $"{new SendFailure(FailureKind.Refused, "21211 The 'To' number +••••••••••• is not a valid phone number.")}");
        retrying.LastError = $"{new SendFailure(FailureKind.GatewayFailed, "503")}";
        db.AddRange(sent, givenUp, retrying);
        await db.SaveChangesAsync();
    }
}
