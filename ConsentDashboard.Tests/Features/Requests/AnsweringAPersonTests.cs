using System.Globalization;
using System.Text.Json.Nodes;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Features.Requests;
using ConsentDashboard.Features.Requests.Identity;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Requests;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Requests;

public sealed class AnsweringAPersonTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Recognised_by_her_code_she_gets_everything_that_is_held(DatabaseProvider provider)
    {
        await using var desk = await RequestDesk.OpenAsync(provider);
        var here = desk.Here;
        await here.Ledger.RecordAsync(here.OptIn(1, ConsentCells.AllSms));
        await here.Ledger.RecordAsync(here.Stop(1, ConsentCells.SmsPromotional, here.Shop));
        var id = await desk.EnterAsync(RequestKind.Access);

        Assert.Equal(RequestErrors.NotVerified, (await desk.PrepareAsync(id)).Error);
        Assert.Null((await desk.SendCodeAsync(id)).Error);
        Assert.Equal(RequestErrors.WrongCode, (await desk.CheckAsync(id, "none")).Error);
        Assert.Null((await desk.CheckAsync(id, await desk.CodeAsync())).Error);
        Assert.Null((await desk.PrepareAsync(id)).Error);
        Assert.Equal(RequestErrors.NotHandedOver, (await desk.CloseAsync(id, RequestOutcome.Granted)).Error);

        await using var content = (await desk.DownloadAsync(id)).Value!;
        var answer = (await JsonNode.ParseAsync(content, cancellationToken: Token))!;
        Assert.Equal(here.Number(1).Value, (string?)answer["person"]!["number"]);
        Assert.True(answer["events"]!.AsArray().Count >= 2);
        Assert.Equal(
            ["dpv:ConsentGiven", "dpv:ConsentGiven", "dpv:ConsentGiven dpv:ConsentWithdrawn"],
            answer["consentRecords"]!.AsArray().Select(record => string.Join(' ', record!["dpv:hasConsentStatus"]!.AsArray().Select(status => (string)status!["@type"]!))).Order(StringComparer.Ordinal));

        Assert.Null((await desk.CloseAsync(id, RequestOutcome.Granted)).Error);
        Assert.Null(here.Get<AnswerFiles>().Open(id, AnswerFiles.Json, (await desk.FindAsync(id)).AnswerChecksum!));
    }

    [Fact]
    public async Task An_answer_that_is_prepared_anew_has_to_be_handed_over_anew()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        var id = await desk.EnterAsync(RequestKind.Know, law: RequestLaw.Ccpa);
        await desk.RecogniseAsync(id);
        await desk.PrepareAsync(id);
        await using (var page = (await desk.DownloadAsync(id, asPage: true)).Value)
        {
            Assert.NotNull(page);
        }

        desk.Here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await desk.PrepareAsync(id);

        Assert.Equal(RequestErrors.NotHandedOver, (await desk.CloseAsync(id, RequestOutcome.GrantedInPart, "the messages are gone")).Error);
    }

    [Fact]
    public async Task Five_tries_and_three_codes_are_all_there_are()
    {
        await using var desk = await RequestDesk.OpenAsync();
        var id = await desk.EnterAsync(RequestKind.Access);
        await desk.SendCodeAsync(id);
        for (var n = 0; n < VerifyByCode.MostTries; n++)
        {
            Assert.Equal(RequestErrors.WrongCode, (await desk.CheckAsync(id, "x")).Error);
        }

        Assert.Equal(RequestErrors.NoTriesLeft, (await desk.CheckAsync(id, await desk.CodeAsync())).Error);
        await desk.SendCodeAsync(id);
        await desk.SendCodeAsync(id);
        Assert.Equal(RequestErrors.NoCodesLeft, (await desk.SendCodeAsync(id)).Error);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Whoever_holds_a_reassigned_number_is_not_recognised_by_it(DatabaseProvider provider)
    {
        await using var desk = await RequestDesk.OpenAsync(provider);
        var here = desk.Here;
        await here.Ledger.RecordAsync(here.OptIn(1));
        var id = await desk.EnterAsync(RequestKind.Access);
        await desk.SendCodeAsync(id);
        var code = await desk.CodeAsync();
        await desk.ReassignAsync();

        Assert.Equal(RequestErrors.Reassigned, (await desk.CheckAsync(id, code)).Error);
        Assert.Equal(RequestErrors.Reassigned, (await desk.SendCodeAsync(id)).Error);
        Assert.True((await here.Get<RequestQueries>().FindAsync(id, Staff.Officer, Token))!.IsReassigned);
        await desk.RecogniseAsync(id);
    }

    [Fact]
    public async Task Whoever_was_recognised_by_a_number_that_is_reassigned_since_gets_nothing_until_recognised_otherwise()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        var (copy, erasure) = (await desk.EnterAsync(RequestKind.Access), await desk.EnterAsync(RequestKind.Erasure));
        foreach (var id in (PublicId[])[copy, erasure])
        {
            await desk.SendCodeAsync(id);
            Assert.Null((await desk.CheckAsync(id, await desk.CodeAsync())).Error);
        }

        Assert.Null((await desk.PrepareAsync(copy)).Error);
        await desk.ReassignAsync();

        Assert.Equal(RequestErrors.RecognisedByPhone, (await desk.DownloadAsync(copy)).Error);
        Assert.Equal(RequestErrors.RecognisedByPhone, (await desk.PrepareAsync(copy)).Error);
        Assert.Equal(RequestErrors.RecognisedByPhone, (await desk.CloseAsync(erasure, RequestOutcome.Granted)).Error);

        await desk.RecogniseAsync(copy);
        await using var content = (await desk.DownloadAsync(copy)).Value;
        Assert.NotNull(content);
        Assert.Equal(RequestErrors.AlreadyVerified, (await desk.Here.Get<VerifyOtherwise>().ExecuteAsync(new(copy, "known-caller", "again"), Staff.Officer, Token)).Error);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("8 ({1}) {2}")]
    [InlineData("the number that ends in {3}")]
    public async Task What_staff_write_of_her_names_no_number(string written)
    {
        await using var desk = await RequestDesk.OpenAsync();
        var id = await desk.EnterAsync(RequestKind.Access);
        var number = desk.Here.Number(1).Value;
        var text = string.Format(CultureInfo.InvariantCulture, $"she called from {written}", number, number[2..5], number[5..], number[^7..]);

        Assert.Equal(RequestErrors.NoteHasNumber, (await desk.Here.Get<VerifyOtherwise>().ExecuteAsync(new(id, "known-caller", text), Staff.Officer, Token)).Error);
        Assert.Equal(RequestErrors.ReasonHasNumber, (await desk.Here.Get<ExtendRequest>().ExecuteAsync(new(id, text), Staff.Officer, Token)).Error);
        Assert.Equal(RequestErrors.ReasonHasNumber, (await desk.CloseAsync(id, RequestOutcome.Refused, text)).Error);
    }

    [Fact]
    public async Task California_has_its_receipt_confirmed_once()
    {
        await using var desk = await RequestDesk.OpenAsync();
        var confirm = desk.Here.Get<ConfirmReceipt>();
        var californian = await desk.EnterAsync(RequestKind.Know, law: RequestLaw.Ccpa);
        var european = await desk.EnterAsync(RequestKind.Access);
        var queries = desk.Here.Get<RequestQueries>();
        Assert.NotNull((await queries.FindAsync(californian, Staff.Auditor, Token))!.Row.ConfirmBy);

        Assert.Null((await confirm.ExecuteAsync(californian, Staff.Officer, Token)).Error);
        Assert.Equal(RequestErrors.NotConfirmable, (await confirm.ExecuteAsync(californian, Staff.Officer, Token)).Error);
        Assert.Equal(RequestErrors.NotConfirmable, (await confirm.ExecuteAsync(european, Staff.Officer, Token)).Error);
        Assert.Null((await queries.FindAsync(californian, Staff.Auditor, Token))!.Row.ConfirmBy);
    }
}
