using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Features.Notices;
using ConsentDashboard.Operations.ConsentLedger.Verification;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Notices;

public sealed class PublishingANoticeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task A_published_version_is_frozen_with_its_hash_and_audited(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var notices = new WrittenNotices(here);

        var notice = await notices.PublishedAsync();

        var version = notice.Versions[0];
        Assert.Equal((NoticeStatus.Published, here.Database.Now, Staff.Officer.Key), (version.Version.Status, version.Version.PublishedAt, version.Version.PublishedBy));
        Assert.Equal(NoticeContent.HashOf(notice.Notice, version.Version, version.Texts, version.Purposes), version.Version.ContentHash);
        Assert.Equal(["en", "ru"], version.Texts.Select(text => text.Language));
        var id = $"{notice.Notice.PublicId}";
        Assert.Equal([(AuditAction.NoticeSaved, id), (AuditAction.NoticeSaved, id), (AuditAction.NoticePublished, id)], await notices.AuditedAsync());
        Assert.Empty((await here.Get<LedgerVerification>().VerifyAsync(Staff.Officer, cancellation: Token)).Findings);
    }

    [Fact]
    public async Task What_is_published_is_neither_published_nor_edited_again()
    {
        await using var here = await Installation.CreateAsync();
        var notices = new WrittenNotices(here);
        var notice = await notices.PublishedAsync();
        var form = DraftForm.Of(notice, notice.Versions[0]);
        form.Texts[0].Body = "Something else";

        Assert.Equal(NoticeErrors.NotADraft, (await notices.Save.ExecuteAsync(form, Staff.Officer, Token)).Error);
        Assert.Equal(NoticeErrors.NotADraft, (await notices.Publish.ExecuteAsync(new(form.PublicId, form.Version), Staff.Officer, Token)).Error);
        Assert.Equal("May we text and call you?", (await notices.FindAsync(notice.Notice.PublicId)).Versions[0].In("en").Body);
        Assert.Equal(3, (await notices.AuditedAsync()).Count);
    }

    [Fact]
    public async Task What_leaves_something_out_stays_a_draft()
    {
        await using var here = await Installation.CreateAsync();
        var notices = new WrittenNotices(here);
        var notice = await notices.BeginAsync();
        var form = WrittenNotices.Complete(notice);
        form.Texts[1].Keeping = "";
        var saved = await notices.Save.ExecuteAsync(form, Staff.Officer, Token);

        Assert.Equal(NoticeErrors.Incomplete, (await notices.Publish.ExecuteAsync(new(form.PublicId, saved.Value), Staff.Officer, Token)).Error);
        Assert.Equal([new("Notice.NoKeeping", "ru-Keeping")], NoticePublication.Gaps(form.Preview(notice)));
        Assert.Equal(NoticeStatus.Draft, (await notices.FindAsync(notice.Notice.PublicId)).Versions[0].Version.Status);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task An_edit_of_what_somebody_else_changed_is_refused(DatabaseProvider provider)
    {
        await using var here = await Installation.CreateAsync(provider);
        var notices = new WrittenNotices(here);
        var notice = await notices.BeginAsync();
        var (mine, theirs) = (WrittenNotices.Complete(notice), WrittenNotices.Complete(notice));
        (mine.Texts[0].Title, theirs.Texts[0].Title) = ("Mine", "Theirs");

        Assert.False((await notices.Save.ExecuteAsync(theirs, Staff.Officer, Token)).Failed);
        Assert.Equal(NoticeErrors.Stale, (await notices.Save.ExecuteAsync(mine, Staff.Officer, Token)).Error);
        Assert.Equal(NoticeErrors.Stale, (await notices.Publish.ExecuteAsync(new(mine.PublicId, mine.Version), Staff.Officer, Token)).Error);
        Assert.Equal("Theirs", (await notices.FindAsync(notice.Notice.PublicId)).Versions[0].In("en").Title);
    }

    [Fact]
    public async Task The_next_version_begins_with_the_words_of_the_last()
    {
        await using var here = await Installation.CreateAsync();
        var notices = new WrittenNotices(here);
        var notice = await notices.PublishedAsync();

        Assert.Equal(2, (await notices.Start.ExecuteAsync(notice.Notice.PublicId, Staff.Officer, Token)).Value);
        Assert.Equal(NoticeErrors.DraftExists, (await notices.Start.ExecuteAsync(notice.Notice.PublicId, Staff.Officer, Token)).Error);

        var versions = (await notices.FindAsync(notice.Notice.PublicId)).Versions;
        Assert.Equal([NoticeStatus.Draft, NoticeStatus.Published], versions.Select(version => version.Version.Status));
        Assert.NotEqual(versions[0].Version.PublicId, versions[1].Version.PublicId);
        Assert.Equal(versions[1].In("ru").Body, versions[0].In("ru").Body);
        Assert.Equal(versions[1].Purposes.Select(purpose => purpose.Code), versions[0].Purposes.Select(purpose => purpose.Code));
        Assert.Null(versions[0].Version.ContentHash);
    }

    [Fact]
    public async Task A_retired_version_stays_readable_and_is_not_retired_twice()
    {
        await using var here = await Installation.CreateAsync();
        var notices = new WrittenNotices(here);
        var version = (await notices.PublishedAsync()).Versions[0].Version.PublicId;

        Assert.False((await notices.Retire.ExecuteAsync(version, Staff.Officer, Token)).Failed);
        Assert.Equal(NoticeErrors.NotPublished, (await notices.Retire.ExecuteAsync(version, Staff.Officer, Token)).Error);

        var shown = await new PublicNoticeQueries(here.Database.Contexts).FindAsync(version, "ru", Token);
        Assert.Equal(("North Shop", here.Database.Now), (shown?.Sender, shown?.RetiredAt));
        Assert.Equal(AuditAction.NoticeRetired, (await notices.AuditedAsync())[^1].Action);
    }

    [Fact]
    public async Task A_language_that_the_sender_gave_up_is_not_published()
    {
        await using var here = await Installation.CreateAsync();
        var notices = new WrittenNotices(here);
        var notice = await notices.BeginAsync();
        var form = WrittenNotices.Complete(notice);
        var saved = await notices.Save.ExecuteAsync(form, Staff.Officer, Token);
        await using var db = here.Open();
        await db.Senders.ExecuteUpdateAsync(set => set.SetProperty(s => s.Languages, "ru"), Token);

        Assert.False((await notices.Publish.ExecuteAsync(new(form.PublicId, saved.Value), Staff.Officer, Token)).Failed);

        var version = (await notices.FindAsync(notice.Notice.PublicId)).Versions[0];
        Assert.Equal(["ru"], version.Texts.Select(text => text.Language));
        Assert.Equal(NoticeContent.HashOf(notice.Notice, version.Version, version.Texts, version.Purposes), version.Version.ContentHash);
    }

    [Fact]
    public async Task Only_who_manages_collection_writes()
    {
        await using var here = await Installation.CreateAsync();
        var notices = new WrittenNotices(here);
        var notice = await notices.BeginAsync();
        var form = WrittenNotices.Complete(notice);

        foreach (var actor in new[] { Staff.Marketer, Staff.Administrator, Staff.SupportAgent, Staff.Auditor })
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => notices.Create.ExecuteAsync(new() { Name = "X", SenderId = here.Shop.Id }, actor, Token));
            await Assert.ThrowsAsync<ForbiddenException>(() => notices.Save.ExecuteAsync(form, actor, Token));
            await Assert.ThrowsAsync<ForbiddenException>(() => notices.Publish.ExecuteAsync(new(form.PublicId, 0), actor, Token));
            await Assert.ThrowsAsync<ForbiddenException>(() => notices.Retire.ExecuteAsync(form.PublicId, actor, Token));
            await Assert.ThrowsAsync<ForbiddenException>(() => notices.Start.ExecuteAsync(notice.Notice.PublicId, actor, Token));
        }

        await Assert.ThrowsAsync<ForbiddenException>(() => notices.Queries.ListAsync(Staff.SupportAgent, Token));
        Assert.Single(await notices.AuditedAsync());
    }

    [Theory]
    [InlineData("", true, "Name")]
    [InlineData("News", false, "SenderId")]
    public async Task A_notice_needs_a_name_and_a_sender(string name, bool withSender, string field)
    {
        await using var here = await Installation.CreateAsync();

        var created = await new WrittenNotices(here).Create.ExecuteAsync(new() { Name = name, SenderId = withSender ? here.Shop.Id : 77 }, Staff.Officer, Token);

        Assert.Equal(field, created.Error?.Field);
    }

    [Fact]
    public async Task What_is_too_long_is_named_at_its_field()
    {
        await using var here = await Installation.CreateAsync();
        var notices = new WrittenNotices(here);
        var form = WrittenNotices.Complete(await notices.BeginAsync());
        form.Texts[1].Labels[5] = new('x', 301);

        Assert.Equal("ru-Label-CallPromotional", (await notices.Save.ExecuteAsync(form, Staff.Officer, Token)).Error?.Field);
        form.Purposes.Add(new(99));
        form.Texts[1].Labels[5] = "Звонок";
        Assert.Equal("Purposes", (await notices.Save.ExecuteAsync(form, Staff.Officer, Token)).Error?.Field);
    }

    [Fact]
    public async Task The_list_says_which_version_is_in_use_and_at_how_many_points()
    {
        await using var here = await Installation.CreateAsync();
        var notices = new WrittenNotices(here);
        await notices.PublishedAsync();

        var rows = await notices.Queries.ListAsync(Staff.Auditor, Token);

        Assert.Equal(["North Shop news", "Offers", "South Bank news"], rows.Select(row => row.Name));
        Assert.Equal([1, 0, 1], rows.Select(row => row.Points));
        Assert.All(rows, row => Assert.Equal((1, ConsentKind.Contact), (row.Published, row.Kind)));
    }
}
