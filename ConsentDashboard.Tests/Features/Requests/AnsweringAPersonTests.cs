using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ConsentDashboard.Components.Layout;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Features.Requests;
using ConsentDashboard.Features.Requests.Answers;
using ConsentDashboard.Features.Requests.Deciding;
using ConsentDashboard.Features.Requests.Identity;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Messaging;
using ConsentDashboard.Operations.Requests;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Requests;

public sealed partial class AnsweringAPersonTests
{
    private static readonly string[] Required =
    [
        "@context", "dct:identifier", "dct:conformsTo", "dpv:hasDataSubject", "dpv:hasDataController", "dpv:hasJurisdiction", "dpv:hasLegalBasis", "dpv:hasRight", "dpv:hasNotice",
        "dpv:hasProcess", "dpv:hasConsentControl", "dpv:hasConsentStatus", "dpv:isIndicatedBy", "dpv:isIndicatedAtTime", "dpv:hasDuration",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Recognised_by_her_code_she_gets_everything_that_is_held(DatabaseProvider provider)
    {
        await using var here = await OpenAsync(provider);
        await here.Ledger.RecordAsync(here.OptIn(1, ConsentCells.AllSms));
        await here.Ledger.RecordAsync(here.Stop(1, ConsentCells.SmsPromotional, here.Shop));
        var id = await EnterAsync(here, RequestKind.Access);

        Assert.Equal(RequestErrors.NotVerified, (await here.Get<PrepareAnswer>().ExecuteAsync(id, Staff.Officer, Token)).Error);
        Assert.Null((await here.Get<SendRequestCode>().ExecuteAsync(id, Staff.Officer, Token)).Error);
        Assert.Equal(RequestErrors.WrongCode, (await here.Get<VerifyByCode>().ExecuteAsync(new(id, "none"), Staff.Officer, Token)).Error);
        Assert.Null((await here.Get<VerifyByCode>().ExecuteAsync(new(id, await CodeAsync(here)), Staff.Officer, Token)).Error);
        Assert.Null((await here.Get<PrepareAnswer>().ExecuteAsync(id, Staff.Officer, Token)).Error);

        await using var content = (await here.Get<DownloadAnswer>().ExecuteAsync(id, asPage: false, Staff.Officer, Token)).Value!;
        var answer = (await JsonNode.ParseAsync(content, cancellationToken: Token))!;
        Assert.Equal(here.Number(1).Value, (string?)answer["person"]!["number"]);
        Assert.True(answer["events"]!.AsArray().Count >= 2);
        var records = answer["consentRecords"]!.AsArray();
        Assert.Equal(["dpv:ConsentGiven", "dpv:ConsentGiven", "dpv:ConsentWithdrawn"], records.Select(record => (string)record!["dpv:hasConsentStatus"]!).Order(StringComparer.Ordinal));
        Assert.All(records, record => Assert.All(Required, name => Assert.NotNull(record![name])));
        Assert.All(records, record => Assert.Equal("pd:TelephoneNumber", (string?)record!["dpv:hasProcess"]!["dpv:hasPersonalData"]![0]));

        Assert.Null((await here.Get<CloseRequest>().ExecuteAsync(new(id, RequestOutcome.Granted, null), Staff.Officer, Token)).Error);
        Assert.Null(here.Get<AnswerFiles>().Open(id, AnswerFiles.Json));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task An_erasure_waits_for_a_hold_to_end(DatabaseProvider provider)
    {
        await using var here = await OpenAsync(provider);
        await here.Ledger.RecordAsync(here.OptIn(1));
        var id = await EnterAsync(here, RequestKind.Erasure);
        await here.Get<VerifyOtherwise>().ExecuteAsync(new(id, "signed-letter", "letter 17"), Staff.Officer, Token);
        await using var db = here.Open();
        var person = await db.Subscribers.Select(s => s.Id).SingleAsync(Token);
        var hold = new ConsentAct { SubscriberId = person, Type = ConsentEventType.HoldPlaced, Source = Source.Staff, OccurredAt = here.Database.Now, Actor = Staff.Officer, IntervalReason = "a lawsuit" };
        Assert.False((await here.Ledger.RecordAsync(hold)).Failed);
        var close = new CloseRequest.Input(id, RequestOutcome.Granted, null);
        Assert.Equal(RequestErrors.Held, (await here.Get<CloseRequest>().ExecuteAsync(close, Staff.Officer, Token)).Error);

        Assert.False((await here.Ledger.RecordAsync(hold with { EventKey = Guid.CreateVersion7(), Type = ConsentEventType.HoldReleased })).Failed);
        Assert.Null((await here.Get<CloseRequest>().ExecuteAsync(close, Staff.Officer, Token)).Error);

        Assert.NotNull((await db.Subscribers.AsNoTracking().SingleAsync(Token)).ErasedAt);
        Assert.Equal([ConsentKind.Contact, ConsentKind.Processing], (await db.Suppressions.Where(s => s.SenderId == null && s.EndedAt == Times.Never).Select(s => s.Kind).Distinct().ToListAsync(Token)).Order());
        var kept = await db.PersonRequests.AsNoTracking().SingleAsync(Token);
        Assert.Equal((RequestStatus.Closed, null, null), (kept.Status, kept.NumberCipher, kept.DetailsCipher));

        here.Database.Clock.Advance(TimeSpan.FromDays(731));
        Assert.Equal(1, await here.Get<RequestUpkeep>().WorkAsync(Token));
    }

    [Fact]
    public async Task An_objection_stops_at_once_also_for_a_number_never_seen()
    {
        await using var here = await OpenAsync();
        await EnterAsync(here, RequestKind.Objection);
        await using var db = here.Open();
        Assert.Single(await db.Suppressions.ToListAsync(Token));
    }

    [Fact]
    public async Task Five_tries_and_three_codes_are_all_there_are()
    {
        await using var here = await OpenAsync();
        var id = await EnterAsync(here, RequestKind.Access);
        await here.Get<SendRequestCode>().ExecuteAsync(id, Staff.Officer, Token);
        for (var n = 0; n < VerifyByCode.MostTries; n++)
        {
            Assert.Equal(RequestErrors.WrongCode, (await here.Get<VerifyByCode>().ExecuteAsync(new(id, "x"), Staff.Officer, Token)).Error);
        }

        Assert.Equal(RequestErrors.NoTriesLeft, (await here.Get<VerifyByCode>().ExecuteAsync(new(id, await CodeAsync(here)), Staff.Officer, Token)).Error);
        await here.Get<SendRequestCode>().ExecuteAsync(id, Staff.Officer, Token);
        await here.Get<SendRequestCode>().ExecuteAsync(id, Staff.Officer, Token);
        Assert.Equal(RequestErrors.NoCodesLeft, (await here.Get<SendRequestCode>().ExecuteAsync(id, Staff.Officer, Token)).Error);
    }

    private static Task<Installation> OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite) =>
        Installation.CreateAsync(provider, services =>
        {
            services.AddParts();
            services.AddRequests();
        });

    private static async Task<PublicId> EnterAsync(Installation here, RequestKind kind)
    {
        var entered = await here.Get<EnterRequest>().ExecuteAsync(
            new() { Number = here.Number(1).Value, Kind = kind, ReceivedBy = "letter", ReceivedAt = here.Database.Now, Details = "What do you hold?" }, Staff.Officer, Token);
        Assert.Null(entered.Error);
        return entered.Value;
    }

    private static async Task<string> CodeAsync(Installation here)
    {
        await using var db = here.Open();
        var row = await db.Outbox.Where(m => m.Kind == MessageKinds.RequestCode).OrderByDescending(m => m.Id).FirstAsync(Token);
        return Digits().Match(here.Get<TextMessages>().Open(row)!.Text).Value;
    }

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex Digits();
}
