using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Collection;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Operations.Collection;

public sealed class DoubleOptInTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_code_confirms_what_was_sent_in(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var submission = await SendInAsync(here, 1);
        Assert.Equal(ConsentState.Requested, await StateAsync(here));

        var done = await here.Get<ConfirmOptIn>().ByCodeAsync(submission, await CodeAsync(here), new() { IpAddress = "198.51.100.7" }, Cancellation);

        Assert.False(done.Failed);
        Assert.Equal(ConsentState.Given, await StateAsync(here));
    }

    [Fact]
    public async Task Five_wrong_codes_shut_the_request_until_another_is_sent()
    {
        await using var here = await Installation.CreateAsync();
        var submission = await SendInAsync(here, 1);
        var right = await CodeAsync(here);
        var wrong = right == "000000" ? "000001" : "000000";
        var guesses = await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => Confirm(here, submission, wrong)));

        Assert.Equal(ConfirmOptIn.MaxTries, guesses.Count(guess => guess == CollectionErrors.WrongCode));
        Assert.Equal(CollectionErrors.TooManyTries, await Confirm(here, submission, right));
        Assert.False((await here.Get<ResendCode>().ExecuteAsync(submission, "198.51.100.7", Cancellation)).Failed);
        Assert.NotEqual(CollectionErrors.TooManyTries, await Confirm(here, submission, right));
        Assert.Null(await Confirm(here, submission, await CodeAsync(here)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcdef")]
    [InlineData("<script>")]
    public async Task What_is_no_code_costs_no_try(string typed)
    {
        await using var here = await Installation.CreateAsync();
        var submission = await SendInAsync(here, 1);

        Assert.Equal(CollectionErrors.WrongCode, await Confirm(here, submission, typed));
        await using var db = here.Open();
        Assert.Equal(0, await db.PendingRequests.Select(p => p.Tries).SingleAsync(Cancellation));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_number_and_an_address_get_three_codes_an_hour(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var limits = here.Get<SendLimits>();
        var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => limits.TakeAsync(here.Number(1), null)));

        Assert.Equal(SendLimits.PerHour, asked.Count(taken => taken));
        Assert.True(await limits.TakeAsync(here.Number(2), "198.51.100.7"));
        here.Database.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.True(await limits.TakeAsync(here.Number(1), null));
        var fromOneAddress = await Each(4, n => limits.TakeAsync(here.Number(10 + n), "203.0.113.9"));
        Assert.Equal([true, true, true, false], fromOneAddress);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_number_that_nobody_confirmed_is_erased_after_its_window(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        await SendInAsync(here, 1);
        here.Database.Clock.Advance(TimeSpan.FromHours(25));

        Assert.Equal(1, await here.Get<LapseRequests>().RunAsync(Cancellation));
        await using var db = here.Open();
        Assert.Null((await db.Subscribers.SingleAsync(Cancellation)).Cipher);
        Assert.False(await db.Suppressions.AnyAsync(Cancellation));
        Assert.True((await here.Get<LedgerVerification>().VerifyAsync(Actor.System("test"), cancellation: Cancellation)).Holds);
    }

    [Fact]
    public async Task A_stranger_who_types_a_number_neither_ends_a_consent_nor_washes_out_a_withdrawal()
    {
        await using var here = await Installation.CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.OptIn(2));
        await here.Ledger.RecordAsync(here.Stop(2));
        here.Database.Clock.Advance(TimeSpan.FromHours(1));
        var before = await CellsAsync(here);
        await SendInAsync(here, 1);
        await SendInAsync(here, 2);
        Assert.Equal(before, await CellsAsync(here));
        here.Database.Clock.Advance(TimeSpan.FromHours(25));
        await here.Get<LapseRequests>().RunAsync(Cancellation);

        Assert.Equal(before, await CellsAsync(here));
        await using var db = here.Open();
        Assert.Equal(2, await db.Subscribers.CountAsync(s => s.Cipher != null, Cancellation));
    }

    [Fact]
    public async Task A_yes_answers_the_newest_request_of_that_sender()
    {
        await using var here = await Installation.CreateAsync();
        await SendInAsync(here, 1);
        long subscriber;
        await using (var db = here.Open())
        {
            subscriber = await db.Subscribers.Select(s => s.Id).SingleAsync(Cancellation);
        }

        var yes = here.Get<ConfirmOptIn>();
        Assert.Equal(CollectionErrors.NothingPending, (await yes.ByReplyAsync(subscriber, here.Bank.Id, new() { MessageId = "SM1", RawText = "ДА" }, cancellation: Cancellation)).Error);
        Assert.False((await yes.ByReplyAsync(subscriber, here.Shop.Id, new() { MessageId = "SM1", RawText = "ДА" }, cancellation: Cancellation)).Failed);
        Assert.Equal(ConsentState.Given, await StateAsync(here));
    }

    [Theory]
    [InlineData("YES", true)]
    [InlineData(" да! ", true)]
    [InlineData("y", true)]
    [InlineData("yes but later", false)]
    [InlineData("STOP", false)]
    public void Only_a_whole_yes_confirms(string text, bool yes) => Assert.Equal(yes, ConfirmOptIn.SaysYes(text));

    [Fact]
    public async Task The_same_submission_twice_is_one_event_and_one_text()
    {
        await using var here = await Installation.CreateAsync();
        var submission = Guid.CreateVersion7();
        await SendInAsync(here, 1, submission);
        await SendInAsync(here, 1, submission);

        await using var db = here.Open();
        Assert.Equal((1, 1), (await db.ConsentEvents.CountAsync(Cancellation), await db.Outbox.CountAsync(Cancellation)));
    }

    private static async Task<Error?> Confirm(Installation here, Guid submission, string code) =>
        (await here.Get<ConfirmOptIn>().ByCodeAsync(submission, code, new() { IpAddress = "198.51.100.7" }, Cancellation)).Error;

    private static async Task<Guid> SendInAsync(Installation here, int number, Guid? submission = null)
    {
        var point = await here.Get<PointCatalog>().FindAsync(here.ShopForm.Slug, Cancellation);
        var optIn = new OptIn
        {
            Point = point!,
            Contact = point!.Contact!,
            Cells = ConsentCells.SmsPromotional,
            Number = here.Number(number),
            Language = "ru",
            Source = Source.HostedForm,
            Method = Method.TickedBox,
            OccurredAt = here.Database.Now,
            Actor = Actor.Person,
            Evidence = Installation.Proof(),
            Submission = submission ?? Guid.CreateVersion7(),
            AsksToConfirm = true,
        };
        var outcome = await here.Get<RecordOptIn>().ExecuteAsync(optIn);
        Assert.False(outcome.Failed, outcome.Error?.Key);
        return optIn.Submission;
    }

    private static async Task<string> CodeAsync(Installation here)
    {
        await using var db = here.Open();
        var newest = await db.Outbox.AsNoTracking().OrderByDescending(m => m.Id).FirstAsync(Cancellation);
        return here.Get<TextMessages>().Open(newest)!.Text[^6..];
    }

    private static async Task<ConsentState> StateAsync(Installation here)
    {
        await using var db = here.Open();
        return await db.Consents.Select(c => c.State).SingleAsync(Cancellation);
    }

    private static async Task<List<(long, ConsentState, DateTime)>> CellsAsync(Installation here)
    {
        await using var db = here.Open();
        return [.. (await db.Consents.AsNoTracking().OrderBy(c => c.SubscriberId).ThenBy(c => c.Channel).ThenBy(c => c.MessageType).ToListAsync(Cancellation)).Select(c => (c.SubscriberId, c.State, c.StoppedAt))];
    }

    private static async Task<List<bool>> Each(int count, Func<int, Task<bool>> ask)
    {
        List<bool> answers = [];
        for (var n = 0; n < count; n++)
        {
            answers.Add(await ask(n));
        }

        return answers;
    }
}
