using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Features.Senders;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.OptOut.Inbound;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Senders;

public sealed class SavingSendersTests
{
    /// <summary>What is typed, and the field that it is refused at.</summary>
    private static readonly Dictionary<string, (Action<SenderForm> Type, string Field)> Wrong = new(StringComparer.Ordinal)
    {
        ["no name"] = (f => f.Name = " ", "Name"),
        ["no legal name"] = (f => f.LegalName = "", "LegalName"),
        ["a long phone"] = (f => f.SupportPhone = new('1', 41), "SupportPhone"),
        ["a contact page without https"] = (f => f.ContactPage = "http://shop.example", "ContactPage"),
        ["a long address"] = (f => f.PostalAddress = new('x', 501), "PostalAddress"),
        ["no language"] = (f => f.Languages.Clear(), "Languages"),
        ["a language that we do not speak"] = (f => f.Languages.Add("de"), "Languages"),
        ["no country"] = (f => f.DefaultRegion = "XX", "DefaultRegion"),
        ["negative months"] = (f => f.ProofRetentionMonths = -1, "ProofRetentionMonths"),
        ["a purpose without a code"] = (f => f.Purposes.Add(new() { Code = "Two words" }), "Purposes-1-Code"),
        ["a code twice"] = (f => f.Purposes.Add(new() { Code = "offers" }), "Purposes-1-Code"),
        ["long words of a purpose"] = (f => f.Purposes[0].TextRu = new('x', 301), "Purposes-0-TextRu"),
        ["an address from nowhere"] = (f => f.Addresses[0].Source = "", "Addresses-0-Source"),
        ["no address at all"] = (f => f.Addresses[0].Address = "+1 23", "Addresses-0-Address"),
        ["an address twice"] = (f => f.Addresses.Add(new() { Source = "twilio", Address = "+12025550142" }), "Addresses-1-Address"),
        ["a word of nothing"] = (f => f.ReplyWords.Add(new() { Phrase = " !? " }), "ReplyWords-0-Phrase"),
        ["a long phrase"] = (f => f.ReplyWords.Add(new() { Phrase = new('x', 101) }), "ReplyWords-0-Phrase"),
        ["a word twice in other letters"] = (f => f.ReplyWords.AddRange([new() { Phrase = "Basta" }, new() { Phrase = "BASTA!" }]), "ReplyWords-1-Phrase"),
        ["a list that is not offered"] = (f => f.ReplyWords.Add(new() { Phrase = "basta", Section = WordSection.Misspelt }), "ReplyWords-0-Section"),
        ["a word in a language that we do not speak"] = (f => f.ReplyWords.Add(new() { Phrase = "basta", Language = "it" }), "ReplyWords-0-Language"),
        ["an opt-out as an opt-in"] = (f => f.ReplyWords.Add(new() { Phrase = "stop", Section = WordSection.OptIn }), "ReplyWords-0-Phrase"),
        ["an opt-in as an opt-out"] = (f => f.ReplyWords.Add(new() { Phrase = "START", Section = WordSection.OptOut }), "ReplyWords-0-Phrase"),
        ["another sender's address"] = (f => f.Addresses.Add(new() { Source = "sms", Address = "4417" }), "Addresses-1-Address"),
    };

    public static TheoryData<string> Mistakes => [.. Wrong.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_new_sender_is_stored_with_its_addresses_and_purposes_and_audited(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);

        var saved = await Save(here).ExecuteAsync(New(), Staff.Officer, Token);

        var form = await FindAsync(here, saved.Value!.Id);
        Assert.Equal(("West Books", "West Books LLC", "GB", 24), (form.Name, form.LegalName, form.DefaultRegion, form.ProofRetentionMonths));
        Assert.Equal(["ru", "en"], form.Languages);
        Assert.Equal(["twilio +12025550142"], form.Addresses.Select(a => $"{a.Source} {a.Address}"));
        Assert.Equal(["offers Offers Предложения"], form.Purposes.Select(p => $"{p.Code} {p.TextEn} {p.TextRu}"));
        await using var db = here.Open();
        var audit = await db.AuditEntries.OrderBy(entry => entry.Id).ToListAsync(Token);
        Assert.Equal([(AuditAction.SenderSaved, $"{saved.Value.Id}"), (AuditAction.PurposeSaved, "offers")], audit.Select(entry => (entry.Action, entry.Subject!)));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Its_own_words_decide_how_its_replies_are_read(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var form = New();
        form.StopScope = StopScope.Channel;
        form.ConfirmsOptOut = false;
        form.ReplyWords.AddRange([new() { Phrase = "Basta" }, new() { Phrase = "deals", Section = WordSection.Keyword, MessageType = MessageType.Advertising }]);
        var saved = await Save(here).ExecuteAsync(form, Staff.Officer, Token);

        var again = await FindAsync(here, saved.Value!.Id);
        Assert.Equal((StopScope.Channel, false, 2), (again.StopScope, again.ConfirmsOptOut, again.ReplyWords.Count));
        var reader = await here.Get<ReplySenders>().FindAsync("twilio", "12025550142", Token);
        Assert.Equal(ReplyKind.OptOut, ReplyClassifier.Classify("basta!", reader!.Words).Kind);
        Assert.NotEqual(ReplyKind.OptOut, ReplyClassifier.Classify("basta!").Kind);
        Assert.Equal(ConsentCells.SmsAdvertising, reader.ScopeOf(ReplyClassifier.Classify("stop deals", reader.Words).Keywords));

        again.ReplyWords.RemoveAll(word => word.Phrase == "Basta");
        await Save(here).ExecuteAsync(again, Staff.Officer, Token);
        here.Database.Clock.Advance(ReplySenders.Keep);
        Assert.NotEqual(ReplyKind.OptOut, ReplyClassifier.Classify("basta!", (await here.Get<ReplySenders>().FindAsync("twilio", "+1 202 555-0142", Token))!.Words).Kind);
        await using var db = here.Open();
        Assert.Equal(2, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.ReplyWordsSaved, Token));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task What_is_wrong_is_named_at_its_field_and_nothing_is_stored(string what)
    {
        await using var here = await Installation.CreateAsync();
        await using var db = here.Open();
        db.Add(new SenderAddress { SenderId = here.Bank.Id, Source = "sms", Address = "4417" });
        await db.SaveChangesAsync(Token);
        var form = New();
        Wrong[what].Type(form);

        var saved = await Save(here).ExecuteAsync(form, Staff.Officer, Token);

        Assert.Equal(Wrong[what].Field, saved.Error?.Field);
        Assert.All(["en", "ru"], language => Assert.True(Words.HasError(saved.Error!.Key, language), saved.Error!.Key));
        Assert.Equal(2, await db.Senders.CountAsync(Token));
    }

    [Fact]
    public async Task An_edit_of_what_somebody_else_changed_is_refused()
    {
        await using var here = await Installation.CreateAsync();
        var (mine, theirs) = (await FindAsync(here, here.Shop.PublicId), await FindAsync(here, here.Shop.PublicId));
        (mine.Name, theirs.Name) = ("Mine", "Theirs");

        Assert.False((await Save(here).ExecuteAsync(theirs, Staff.Officer, Token)).Failed);
        Assert.Equal(SenderErrors.Stale, (await Save(here).ExecuteAsync(mine, Staff.Officer, Token)).Error);
        Assert.Equal("Theirs", (await FindAsync(here, here.Shop.PublicId)).Name);
    }

    [Fact]
    public async Task Rows_that_are_taken_out_are_gone_and_others_stay()
    {
        await using var here = await Installation.CreateAsync();
        var id = (await Save(here).ExecuteAsync(New(), Staff.Officer, Token)).Value!.Id;
        var form = await FindAsync(here, id);
        form.Addresses[0] = new() { Source = "sms", Address = "NorthShop" };
        form.Purposes.Insert(0, new() { Code = "news", TextEn = "News" });
        form.Purposes[1].TextEn = "Our offers";

        Assert.Null((await Save(here).ExecuteAsync(form, Staff.Officer, Token)).Error);
        form = await FindAsync(here, id);
        Assert.Equal(["sms NorthShop"], form.Addresses.Select(a => $"{a.Source} {a.Address}"));
        Assert.Equal(["offers Our offers", "news News"], form.Purposes.Select(p => $"{p.Code} {p.TextEn}"));

        form.Purposes.Clear();
        Assert.Null((await Save(here).ExecuteAsync(form, Staff.Officer, Token)).Error);
        Assert.Empty((await FindAsync(here, id)).Purposes);
    }

    [Theory]
    [InlineData(NoticeStatus.Draft, null, "Sender.PurposeUsed")]
    [InlineData(NoticeStatus.Published, "Sender.PurposePublished", "Sender.PurposeUsed")]
    public async Task The_words_of_a_published_purpose_stay(NoticeStatus status, string? onEdit, string? onRemoval)
    {
        await using var here = await Installation.CreateAsync();
        await using var db = here.Open();
        var purpose = new Purpose { PublicId = PublicId.Create(), SenderId = here.Shop.Id, Code = "offers", TextEn = "Offers" };
        db.Add(purpose);
        await db.SaveChangesAsync(Token);
        db.Add(new NoticeVersionPurpose { NoticeVersionId = here.ShopNotice.Id, PurposeId = purpose.Id });
        await db.SaveChangesAsync(Token);
        await db.NoticeVersions.ExecuteUpdateAsync(set => set.SetProperty(v => v.Status, status), Token);

        var form = await FindAsync(here, here.Shop.PublicId);
        Assert.Equal((true, status == NoticeStatus.Published), (form.Purposes[0].IsUsed, form.Purposes[0].IsPublished));
        form.Purposes[0].TextEn = "Other offers";
        Assert.Equal(onEdit, (await Save(here).ExecuteAsync(form, Staff.Officer, Token)).Error?.Key);
        form = await FindAsync(here, here.Shop.PublicId);
        form.Purposes.Clear();
        Assert.Equal(onRemoval, (await Save(here).ExecuteAsync(form, Staff.Officer, Token)).Error?.Key);
    }

    [Fact]
    public async Task Only_who_manages_collection_saves()
    {
        await using var here = await Installation.CreateAsync();

        foreach (var actor in new[] { Staff.Marketer, Staff.Administrator, Staff.SupportAgent, Staff.Auditor })
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => Save(here).ExecuteAsync(New(), actor, Token));
        }

        await Assert.ThrowsAsync<ForbiddenException>(() => new SenderQueries(here.Database.Contexts).ListAsync(Staff.SupportAgent, Token));
        Assert.Equal(["North Shop", "South Bank"], (await new SenderQueries(here.Database.Contexts).ListAsync(Staff.Marketer, Token)).Select(row => row.Name));
    }

    private static SenderForm New() => new()
    {
        Name = " West Books ",
        LegalName = "West Books LLC",
        SupportPhone = "+1 202-555-0142",
        ContactPage = "https://west.example/contact",
        Languages = ["ru", "en"],
        DefaultRegion = "gb",
        ProofRetentionMonths = 24,
        Addresses = [new() { Source = "twilio", Address = "+1 202-555-0142" }],
        Purposes = [new() { Code = "offers", TextEn = "Offers", TextRu = "Предложения" }],
    };

    private static SaveSender Save(Installation here) => new(here.Database.Contexts, here.Get<WriteGate>(), here.Get<AuditTrail>(), here.Database.Clock);

    private static async Task<SenderForm> FindAsync(Installation here, PublicId id) => (await new SenderQueries(here.Database.Contexts).FindAsync(id, Staff.Auditor, Token))!;
}
