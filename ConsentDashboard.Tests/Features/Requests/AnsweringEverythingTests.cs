using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.Requests;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Requests;
using ConsentDashboard.Features.Requests.Answers;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Requests;

public sealed class AnsweringEverythingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_waits_what_rests_and_who_looked_is_in_it(DatabaseProvider provider)
    {
        await using var desk = await RequestDesk.OpenAsync(provider);
        var here = desk.Here;
        var batch = await ImportAsync(here);
        await here.Ledger.RecordAsync(here.OptIn(1) with
        {
            Source = Source.Import,
            Method = Method.ImportedRecord,
            ImportBatchId = batch,
            Evidence = new() { AffirmativeAct = "in the old list", ProofReference = "archive" },
        });
        await here.Ledger.RecordAsync(here.OptIn(1, sender: here.Bank) with { Type = ConsentEventType.Requested, Pending = new(Guid.CreateVersion7(), new byte[32], here.Database.Now.AddHours(24)) });
        await here.Ledger.RecordAsync(here.Stop(1, ConsentCells.AllCalls, here.Shop) with { Assurance = Assurance.Asserted, Origin = new(OriginKind.Agent, new byte[32]) });
        await desk.HoldAsync();
        var earlier = await desk.EnterAsync(RequestKind.Rectification);
        await desk.SendCodeAsync(earlier);
        var person = (await desk.FindAsync(earlier)).SubscriberId!.Value;
        await here.Ledger.RecordAsync(new()
        {
            SubscriberId = person,
            Type = ConsentEventType.ContactPaused,
            Source = Source.Staff,
            OccurredAt = here.Database.Now,
            Actor = Staff.Officer,
            IntervalReason = $"wrote from {here.Number(2).Value}",
        });
        await here.Get<AuditTrail>().RecordAsync(new(Staff.SupportAgent, AuditAction.NumberRevealed, person), Token);

        var answer = await ReadAsync(desk, await desk.EnterAsync(RequestKind.Access));

        Assert.Equal(("Old mailer", "list.csv"), (answer.Events[0].Import!.From, answer.Events[0].Import!.File));
        Assert.Equal("South Bank", Assert.Single(answer.Pending).Sender);
        Assert.Equal(["hold", "pause"], answer.Intervals.Select(i => i.What));
        Assert.Null(answer.Intervals[0].Reason);
        Assert.DoesNotContain(here.Number(2).Value, answer.Intervals[1].Reason!, StringComparison.Ordinal);
        Assert.Equal(OriginKind.Agent, Assert.Single(answer.Origins).Kind);
        Assert.Equal(("request-code", "sms"), answer.Deliveries.Select(d => (d.What, d.To)).Single());
        Assert.Equal(AuditAction.NumberRevealed, Assert.Single(answer.Looks).What);
        Assert.Equal("What do you hold?", Assert.Single(answer.Requests).Details);
    }

    [Theory]
    [InlineData("en", "Your data at our company", "Kept for a legal dispute", "Contact · ")]
    [InlineData("ru", "Ваши данные у нас", "Хранение из-за юридического спора", "На контакт · ")]
    public async Task The_page_says_it_in_her_language(string language, params string[] said)
    {
        await using var desk = await RequestDesk.OpenAsync();
        await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        await desk.Here.Ledger.RecordAsync(desk.Here.Stop(1));
        await desk.HoldAsync();
        var answer = await ReadAsync(desk, await desk.EnterAsync(RequestKind.Access));

        var page = desk.Here.Get<AnswerPage>().Write(answer with { Request = answer.Request with { Language = language } });

        Assert.All(said, words => Assert.Contains(words, page, StringComparison.Ordinal));
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_an_answer_can_hold_is_said_and_not_cut()
    {
        await using var desk = await RequestDesk.OpenAsync();
        var known = await desk.Here.Ledger.RecordAsync(desk.Here.OptIn(1));
        await using (var db = desk.Here.Open())
        {
            db.AddRange(Enumerable.Range(0, 10_001).Select(_ => new ConsentDashboard.Domain.Subscribers.Reachability { SubscriberId = known.Value!.SubscriberId, Status = ReachabilityStatus.Live, From = desk.Here.Database.Now, To = desk.Here.Database.Now, Source = "carrier" }));
            await db.SaveChangesAsync(Token);
        }

        var id = await desk.EnterAsync(RequestKind.Access);
        await desk.RecogniseAsync(id);

        Assert.Equal(RequestErrors.TooMuch, (await desk.PrepareAsync(id)).Error);
    }

    private static async Task<AnswerDocument> ReadAsync(RequestDesk desk, PublicId id) =>
        (await desk.Here.Get<AnswerReading>().ReadAsync(await desk.FindAsync(id), RequestDesk.Site, Token))!;

    private static async Task<long> ImportAsync(Installation here)
    {
        await using var db = here.Open();
        var batch = new ImportBatch { PublicId = PublicId.Create(), SenderId = here.Shop.Id, SourceName = "Old mailer", FileName = "list.csv", CreatedAt = here.Database.Now, CreatedBy = "user:a", CreatedByName = "A" };
        db.Add(batch);
        await db.SaveChangesAsync(Token);
        return batch.Id;
    }
}
