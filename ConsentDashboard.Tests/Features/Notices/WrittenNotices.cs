using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Features.Notices;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Notices;

/// <summary>An officer who writes notices for the shop of an installation.</summary>
internal sealed class WrittenNotices(Installation here)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public NoticeQueries Queries => new(here.Database.Contexts);

    public CreateNotice Create => new(here.Database.Contexts, Gate, Audit, here.Database.Clock);

    public SaveDraft Save => new(here.Database.Contexts, Gate, Audit);

    public PublishNotice Publish => new(here.Database.Contexts, Gate, Audit, here.Database.Clock);

    public RetireNotice Retire => new(here.Database.Contexts, Gate, Audit, here.Database.Clock);

    public StartVersion Start => new(here.Database.Contexts, Gate, Audit);

    private WriteGate Gate => here.Get<WriteGate>();

    private AuditTrail Audit => here.Get<AuditTrail>();

    /// <summary>A new notice with an empty draft; the shop speaks both languages and has a purpose.</summary>
    public async Task<NoticeDetails> BeginAsync()
    {
        await using (var db = here.Open())
        {
            await db.Senders.Where(s => s.Id == here.Shop.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.Languages, "en,ru"), Token);
            if (!await db.Purposes.AnyAsync(Token))
            {
                db.Add(new Purpose { PublicId = PublicId.Create(), SenderId = here.Shop.Id, Code = "offers", TextEn = "Seasonal offers", TextRu = "Сезонные предложения" });
                await db.SaveChangesAsync(Token);
            }
        }

        var created = await Create.ExecuteAsync(new() { Name = "Offers", SenderId = here.Shop.Id }, Staff.Officer, Token);
        return await FindAsync(created.Value);
    }

    public async Task<NoticeDetails> FindAsync(PublicId id) => (await Queries.FindAsync(id, Staff.Officer, Token))!;

    /// <summary>The newest version of the notice, with nothing left out.</summary>
    public static DraftForm Complete(NoticeDetails notice)
    {
        var form = new DraftForm
        {
            PublicId = notice.Versions[0].Version.PublicId,
            Version = notice.Versions[0].Version.Version,
            Name = notice.Notice.Name,
            Purposes = [.. notice.Purposes.Select(purpose => purpose.PublicId)],
            Texts = [.. notice.Languages.Select(language => DraftText.Of(A.Text(language)))],
        };
        (form.Cells, form.FrequencyCount, form.FrequencyPeriod) = (ConsentCells.SmsPromotional | ConsentCells.CallPromotional, 8, FrequencyPeriod.Month);
        form.PrivacyPolicyUrl = "https://shop.example/privacy";
        return form;
    }

    /// <summary>A notice whose first version is published.</summary>
    public async Task<NoticeDetails> PublishedAsync()
    {
        var notice = await BeginAsync();
        var form = Complete(notice);
        var saved = await Save.ExecuteAsync(form, Staff.Officer, Token);
        var published = await Publish.ExecuteAsync(new(form.PublicId, saved.Value), Staff.Officer, Token);
        Assert.Null(published.Error);
        return await FindAsync(notice.Notice.PublicId);
    }

    public async Task<IReadOnlyList<(AuditAction Action, string? Subject)>> AuditedAsync()
    {
        await using var db = here.Open();
        return [.. (await db.AuditEntries.OrderBy(entry => entry.Id).ToListAsync(Token)).Select(entry => (entry.Action, entry.Subject))];
    }
}
