using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>Writes the company: two senders, three published notices and one draft, seven collection points.</summary>
internal sealed class DemoCompanyRows(DashboardDbContext db, DemoCalendar calendar)
{
    private DateTime Founded => calendar.Start.AddDays(-30).AddHours(9);

    public async Task<DemoCompany> WriteAsync(CancellationToken cancellation)
    {
        var company = new DemoCompany(await ShopAsync(cancellation), await BrandAsync(cancellation));
        await db.SaveChangesAsync(cancellation);
        return company;
    }

    private async Task<DemoSender> ShopAsync(CancellationToken cancellation)
    {
        var sender = await AddAsync(
            new Sender
            {
                Name = "Alder Lane",
                LegalName = "Alder Lane Ltd",
                SupportPhone = "+1 202-555-0142",
                ContactPage = "https://alderlane.example/contact",
                PostalAddress = "14 Alder Lane, Exampleton",
                Languages = "en,ru",
                DefaultRegion = "US",
                RepliesReachUs = true,
                PublicId = PublicId.Create(),
                CreatedAt = Founded,
            },
            cancellation);
        db.AddRange(
            new SenderAddress { SenderId = sender.Id, Source = "twilio", Address = "+12025550142" },
            new SenderAddress { SenderId = sender.Id, Source = "twilio", Address = "+447700900142" });
        Purpose[] purposes =
        [
            new() { Code = "order-news", TextEn = "News about your orders and deliveries", TextRu = "Новости о ваших заказах и доставке" },
            new() { Code = "new-in-shop", TextEn = "What is new in the shop", TextRu = "Новинки магазина" },
            new() { Code = "seasonal-offers", TextEn = "Seasonal offers and discounts", TextRu = "Сезонные предложения и скидки" },
        ];
        var contact = await PublishAsync(sender, "Offers and order news", ConsentKind.Contact, DemoWordings.Shop(), purposes, new() { FrequencyCount = 8, FrequencyPeriod = FrequencyPeriod.Month, LifespanMonths = 18, PrivacyPolicyUrl = "https://alderlane.example/privacy" }, cancellation);
        await DraftAsync(contact, DemoWordings.ShopDraft(), cancellation);
        var points = new DemoPoints(sender, contact.Version, Founded);
        var (checkout, newsletter, app, line, counter) = (points.Checkout(), points.Newsletter(), points.App(), points.PhoneLine(), points.Counter());
        db.AddRange(checkout, newsletter, app, line, counter);
        await db.SaveChangesAsync(cancellation);
        LetStand(checkout, "stranger-can-enter-number", "The number belongs to a paid order; the courier's call is the proof that it is the customer's");
        LetStand(newsletter, "newsletter-asks-for-calls", "The page says above the boxes that one of them is about calls, and few tick it");
        var imports = Imports(counter, "alder-lane-crm.csv", "crm-archive/alder-lane");
        db.AddRange(
            new CollectionPointField { CollectionPointId = checkout.Id, Name = "order number", Purpose = "tells which delivery the messages are about" },
            new CollectionPointField { CollectionPointId = counter.Id, Name = "loyalty card", Purpose = "joins the paper card to the customer's account" });
        return new(sender, "https://alderlane.example", "HOME", "+12025550142", DemoRegions.UnitedKingdom)
        {
            Contact = contact,
            Imports = imports,
            Doors = new(
                (new(DemoDoorKind.Form, checkout, "/checkout/contact"), 38),
                (new(DemoDoorKind.Form, newsletter, "/newsletter"), 22),
                (new(DemoDoorKind.App, app, "app://alderlane/settings/messages"), 16),
                (new(DemoDoorKind.Spoken, line), 8),
                (new(DemoDoorKind.Paper, counter), 7),
                (new(DemoDoorKind.Keyword, counter), 9)),
        };
    }

    private async Task<DemoSender> BrandAsync(CancellationToken cancellation)
    {
        var sender = await AddAsync(
            new Sender
            {
                Name = "Чайный двор",
                LegalName = "ООО «Чайный двор»",
                SupportPhone = "8 800 000-00-17",
                ContactPage = "https://teayard.example/contacts",
                PostalAddress = "Москва, Примерная улица, дом 7",
                Languages = "ru,en",
                DefaultRegion = "RU",
                RepliesReachUs = true,
                NeedsProcessingConsent = true,
                PublicId = PublicId.Create(),
                CreatedAt = Founded,
            },
            cancellation);
        db.Add(new SenderAddress { SenderId = sender.Id, Source = "sms", Address = "4417" });
        Purpose[] purposes =
        [
            new() { Code = "delivery-news", TextEn = "News about deliveries", TextRu = "Новости о доставке" },
            new() { Code = "new-blends", TextEn = "Stories about new blends", TextRu = "Рассказы о новых сборах" },
            new() { Code = "tastings", TextEn = "Offers and invitations to tastings", TextRu = "Предложения и приглашения на дегустации" },
        ];
        var contact = await PublishAsync(sender, "Сообщения и звонки", ConsentKind.Contact, DemoWordings.Brand(), purposes, new() { FrequencyCount = 2, FrequencyPeriod = FrequencyPeriod.Week, LifespanMonths = 12, PrivacyPolicyUrl = "https://teayard.example/privacy" }, cancellation);
        var processing = await PublishAsync(sender, "Обработка персональных данных", ConsentKind.Processing, DemoWordings.BrandProcessing(), [new() { Code = "keep-number", TextEn = "Keeping the number in order to contact you", TextRu = "Хранение номера для связи с вами" }], new() { PrivacyPolicyUrl = "https://teayard.example/privacy" }, cancellation);
        var points = new DemoPoints(sender, contact.Version, Founded);
        var (club, festival) = (points.Club(), points.Festival());
        (club.ProcessingNoticeVersionId, festival.ProcessingNoticeVersionId) = (processing.Version.Id, processing.Version.Id);
        db.AddRange(club, festival);
        await db.SaveChangesAsync(cancellation);
        var imports = Imports(club, "клуб-до-переезда.xlsx", "архив/анкеты клуба");
        db.Add(new CollectionPointField { CollectionPointId = club.Id, Name = "любимый чай", Purpose = "помогает выбрать, о каких сборах рассказывать" });
        return new(sender, "https://teayard.example", "ЧАЙ", "4417", DemoRegions.Russia)
        {
            Contact = contact,
            Processing = processing,
            Imports = imports,
            Doors = new(
                (new(DemoDoorKind.Form, club, "/club/join"), 68),
                (new(DemoDoorKind.Paper, festival), 14),
                (new(DemoDoorKind.Keyword, festival), 18)),
        };
    }

    private async Task<DemoNotice> PublishAsync(Sender sender, string name, ConsentKind kind, DemoWording wording, Purpose[] purposes, NoticeVersion version, CancellationToken cancellation)
    {
        var notice = await AddAsync(new Notice { SenderId = sender.Id, PublicId = PublicId.Create(), Kind = kind, Name = name, CreatedAt = Founded }, cancellation);
        foreach (var purpose in purposes)
        {
            (purpose.SenderId, purpose.PublicId) = (sender.Id, PublicId.Create());
        }

        (version.NoticeId, version.PublicId, version.Number, version.Cells) = (notice.Id, PublicId.Create(), 1, wording.Cells);
        (version.Status, version.PublishedAt, version.PublishedBy) = (NoticeStatus.Published, Founded.AddDays(2), DemoStaff.Officer.Key);
        version.ContentHash = NoticeContent.HashOf(notice, version, wording.Texts, purposes);
        db.AddRange(purposes);
        await AddAsync(version, cancellation);
        foreach (var text in wording.Texts)
        {
            text.NoticeVersionId = version.Id;
            db.Add(text);
        }

        db.AddRange(purposes.Select(purpose => new NoticeVersionPurpose { NoticeVersionId = version.Id, PurposeId = purpose.Id }));
        return new(notice, version, wording);
    }

    private void LetStand(CollectionPoint point, string rule, string reason) =>
        db.Add(new FindingOverride { CollectionPointId = point.Id, Rule = rule, Reason = reason, By = DemoStaff.Officer.Key, At = Founded.AddDays(3) });

    private async Task DraftAsync(DemoNotice last, DemoWording wording, CancellationToken cancellation)
    {
        var version = await AddAsync(
            new NoticeVersion
            {
                NoticeId = last.Notice.Id,
                PublicId = PublicId.Create(),
                Number = last.Version.Number + 1,
                Status = NoticeStatus.Draft,
                Cells = wording.Cells,
                FrequencyCount = 6,
                FrequencyPeriod = FrequencyPeriod.Month,
                LifespanMonths = last.Version.LifespanMonths,
                PrivacyPolicyUrl = last.Version.PrivacyPolicyUrl,
            },
            cancellation);
        foreach (var text in wording.Texts)
        {
            text.NoticeVersionId = version.Id;
            db.Add(text);
        }
    }

    private ImportBatch[] Imports(CollectionPoint point, string file, string proof)
    {
        ImportBatch[] batches = [.. DemoCalendar.ImportDays.Select(day => new ImportBatch
        {
            SenderId = point.SenderId,
            NoticeVersionId = point.NoticeVersionId,
            CollectionPointId = point.Id,
            PublicId = PublicId.Create(),
            Method = Method.ImportedRecord,
            ProofReference = proof,
            FileName = file,
            SourceName = "CRM",
            Stage = ImportStage.Run,
            Status = JobStatus.Done,
            CreatedAt = calendar.Start.AddDays(day).AddHours(7),
            CreatedBy = DemoStaff.Officer.Key,
        })];
        db.AddRange(batches);
        return batches;
    }

    private async Task<T> AddAsync<T>(T row, CancellationToken cancellation)
        where T : class
    {
        db.Add(row);
        await db.SaveChangesAsync(cancellation);
        return row;
    }
}
