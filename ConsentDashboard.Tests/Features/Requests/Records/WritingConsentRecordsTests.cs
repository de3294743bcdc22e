using System.Text.Json.Nodes;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Features.Requests.Answers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Tests.Support;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Requests.Records;

public sealed class WritingConsentRecordsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Every_record_of_every_history_has_the_shape() => History.Steps.SampleAsync(
        async steps =>
        {
            await using var desk = await RequestDesk.OpenAsync();
            await History.PlayAsync(desk.Here, steps);
            for (var number = 1; number <= History.Numbers; number++)
            {
                var document = await ReadAsync(desk, number);
                Assert.All(document.ConsentRecords, record => Assert.Empty(RecordShape.Faults(Plain(record))));
                AssertLastStatesAreTheCells(document);
            }
        },
        iter: 12, threads: 1);

    [Fact]
    public async Task A_record_that_misses_anything_has_not()
    {
        var record = await OneAsync();
        foreach (var path in RecordShape.Paths)
        {
            var broken = Plain(record);
            Assert.True(Each(broken, path[..^1]).Select(node => node.Remove(path[^1])).ToList().Contains(true), string.Join('/', path));
            Assert.NotEmpty(RecordShape.Faults(broken));
        }
    }

    [Fact]
    public async Task A_word_where_a_thing_has_to_be_named_is_no_record()
    {
        var record = await OneAsync();
        foreach (var path in RecordShape.IriPaths)
        {
            var broken = Plain(record);
            broken["@context"]!.AsObject().Remove(path[^1]);
            Assert.NotEmpty(RecordShape.Faults(broken));

            broken = Plain(record);
            Each(broken, path[..^1]).ToList().ForEach(node => node[path[^1]] = "just words");
            Assert.NotEmpty(RecordShape.Faults(broken));
        }
    }

    [Fact]
    public async Task A_withdrawn_consent_says_when_it_was_given()
    {
        await using var desk = await RequestDesk.OpenAsync();
        var given = desk.Here.Database.Now;
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        desk.Here.Database.Clock.Advance(TimeSpan.FromDays(3));
        await desk.Here.Ledger.RecordAsync(desk.Here.Stop(1));

        var states = StatesOf(Assert.Single((await ReadAsync(desk, 1)).ConsentRecords));

        Assert.Equal([("dpv:ConsentGiven", given), ("dpv:ConsentWithdrawn", desk.Here.Database.Now)], states);
    }

    [Fact]
    public async Task What_lapsed_by_itself_is_expired()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        var end = desk.Here.Database.Now.AddMonths(24);
        desk.Here.Database.Clock.Advance(TimeSpan.FromDays(800));

        var document = await ReadAsync(desk, 1);

        Assert.Equal(("dpv:ConsentExpired", end), StatesOf(Assert.Single(document.ConsentRecords))[^1]);
        Assert.Equal((ConsentState.Expired, end), (document.Consents[0].State, document.Consents[0].Since));
    }

    [Fact]
    public async Task An_annulled_withdrawal_was_none()
    {
        await using var desk = await RequestDesk.OpenAsync();
        var here = desk.Here;
        await here.Ledger.RecordAsync(here.OptIn(1));
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        var prank = here.Stop(1, sender: here.Shop) with { Assurance = Assurance.Asserted };
        await here.Ledger.RecordAsync(prank);
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.False((await here.Ledger.RecordAsync(prank with { EventKey = Guid.CreateVersion7(), Type = ConsentEventType.Annulled, Source = Source.Staff, OccurredAt = here.Database.Now, RefersTo = prank.EventKey })).Failed);

        Assert.Equal(["dpv:ConsentGiven"], StatesOf(Assert.Single((await ReadAsync(desk, 1)).ConsentRecords)).Select(state => state.Status));
    }

    [Fact]
    public async Task A_withdrawal_from_everybody_that_was_annulled_for_one_sender_stands_for_the_other()
    {
        await using var desk = await RequestDesk.OpenAsync();
        var here = desk.Here;
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.OptIn(1, sender: here.Bank));
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        var everybody = here.Stop(1) with { Assurance = Assurance.Asserted };
        await here.Ledger.RecordAsync(everybody);
        here.Database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.False((await here.Ledger.RecordAsync(everybody with { EventKey = Guid.CreateVersion7(), Type = ConsentEventType.Annulled, SenderId = here.Shop.Id, Source = Source.Staff, OccurredAt = here.Database.Now, RefersTo = everybody.EventKey })).Failed);

        var document = await ReadAsync(desk, 1);

        Assert.Equal(
            [("North Shop Ltd", "dpv:ConsentGiven"), ("South Bank plc", "dpv:ConsentWithdrawn")],
            document.ConsentRecords.Select(record => (Controller(record), StatesOf(record)[^1].Status)).Order());
    }

    [Theory]
    [InlineData("DE", "loc:DE", "eu-gdpr:A6-1-a")]
    [InlineData("RE", "loc:RE", "eu-gdpr:A6-1-a")]
    [InlineData("AX", "loc:AX", "eu-gdpr:A6-1-a")]
    [InlineData("GB", "loc:GB", "dpv:ExpressedConsent")]
    [InlineData("US", "loc:US", "dpv:ExpressedConsent")]
    [InlineData("ZZ", "loc:US", "dpv:ExpressedConsent")]
    public async Task The_law_is_that_of_her_country(string region, string jurisdiction, string basis)
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        await using var db = desk.Here.Open();
        await db.Subscribers.ExecuteUpdateAsync(set => set.SetProperty(s => s.Region, region), Token);

        var record = Assert.Single((await ReadAsync(desk, 1)).ConsentRecords);

        Assert.Equal((jurisdiction, basis), ((string?)record["dpv:hasJurisdiction"]![0], (string?)record["dpv:hasLegalBasis"]));
    }

    [Fact]
    public async Task Other_systems_that_learn_of_it_are_recipients()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        await using var db = desk.Here.Open();
        db.AddRange(
            new WebhookEndpoint { PublicId = PublicId.Create(), Name = "Mailer", Address = "https://mailer.example/hook", SecretCipher = [1], CreatedBy = "user:a" },
            new WebhookEndpoint { PublicId = PublicId.Create(), Name = "Bank system", Address = "https://bank.example/hook", SenderId = desk.Here.Bank.Id, SecretCipher = [1], CreatedBy = "user:a" });
        await db.SaveChangesAsync(Token);

        var document = await ReadAsync(desk, 1);

        Assert.Equal(["Mailer"], document.Recipients.Select(r => r.Name));
        Assert.Equal(["North Shop Ltd", "Mailer"], document.ConsentRecords[0]["dpv:hasProcess"]!["dpv:hasRecipient"]!.AsArray().Select(r => (string?)r!["dpv:hasName"]));
    }

    private static async Task<JsonObject> OneAsync()
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        return Assert.Single((await ReadAsync(desk, 1)).ConsentRecords);
    }

    private static async Task<AnswerDocument> ReadAsync(RequestDesk desk, int number)
    {
        await using var db = desk.Here.Open();
        var request = await desk.FindAsync(await desk.EnterAsync(RequestKind.Access, number));
        return (await desk.Here.Get<AnswerReading>().ReadAsync(request, RequestDesk.Site, Token))!;
    }

    // What she was never asked on a wording has no record; whatever has one ends as its cell stands. A request that ran out
    // refuses the cell, and is no answer of hers: it stays what it was.
    private static void AssertLastStatesAreTheCells(AnswerDocument document)
    {
        var cells = document.Consents.Select(c => $"dpv:Consent{c.State}").ToHashSet();
        if (cells.Contains("dpv:ConsentRefused"))
        {
            cells.Add("dpv:ConsentRequested");
        }

        Assert.All(document.ConsentRecords, record => Assert.Contains(StatesOf(record)[^1].Status, cells));
        Assert.True(document.ConsentRecords.Count >= document.Consents.Count(c => c.State == ConsentState.Given));
    }

    private static string? Controller(JsonObject record) => (string?)record["dpv:hasDataController"]!["dpv:hasName"];

    private static List<(string Status, DateTime At)> StatesOf(JsonObject record) => [.. record["dpv:hasConsentStatus"]!.AsArray().Select(status =>
        ((string)status!["@type"]!, DateTime.Parse((string)status["dpv:isIndicatedAtTime"]!["@value"]!, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal)))];

    // As the file says it.
    private static JsonObject Plain(JsonObject record) => JsonNode.Parse(record.ToJsonString())!.AsObject();

    private static IEnumerable<JsonObject> Each(JsonNode? node, string[] path) => node switch
    {
        JsonArray list => list.SelectMany(item => Each(item, path)),
        JsonObject inner when path.Length == 0 => [inner],
        JsonObject inner => Each(inner[path[0]], path[1..]),
        _ => [],
    };
}
