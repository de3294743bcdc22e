using System.Net;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Hosting;

public sealed class ReadingPublicNoticesTests(HostedApp app) : IClassFixture<HostedApp>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "How to stop", "published on 1 June 2026")]
    [InlineData("ru", "Как отказаться", "опубликована 1 июня 2026")]
    public async Task A_published_version_is_read_by_anybody_without_script_or_circuit(string language, params string[] words)
    {
        var version = await SeedAsync(NoticeStatus.Published);

        var answer = await app.Browser().GetAsync($"/notice/{version}/{language}", Token);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.All(words, word => Assert.Contains(word, html, StringComparison.Ordinal));
        Assert.DoesNotContain("blazor.web", html, StringComparison.Ordinal);
        Assert.DoesNotContain("method=\"post\"", html, StringComparison.Ordinal);
        Assert.Equal("public, max-age=3600", answer.Headers.CacheControl?.ToString());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task What_was_typed_is_shown_as_text()
    {
        var version = await SeedAsync(NoticeStatus.Published, "<script>alert(1)</script>");

        var html = await app.Browser().GetStringAsync($"/notice/{version}/en", Token);

        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retired_version_stays_readable_and_says_so() =>
        Assert.Contains("No longer in use since 2 June 2026", await app.Browser().GetStringAsync($"/notice/{await SeedAsync(NoticeStatus.Retired)}/en", Token), StringComparison.Ordinal);

    [Fact]
    public async Task A_draft_another_language_and_an_unknown_id_are_not_found()
    {
        var (draft, published) = (await SeedAsync(NoticeStatus.Draft), await SeedAsync(NoticeStatus.Published));

        foreach (var path in new[] { $"/notice/{draft}/en", $"/notice/{published}/de", $"/notice/{published}/EN", "/notice/00000000007/en", "/notice/nonsense/en" })
        {
            var answer = await app.Browser().GetAsync(path, Token);

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("Not found", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
            Assert.DoesNotContain("public", $"{answer.Headers.CacheControl}", StringComparison.Ordinal);
        }
    }

    private async Task<PublicId> SeedAsync(NoticeStatus status, string body = "May we text you?")
    {
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Token);
        var sender = new Sender { PublicId = PublicId.Create(), Name = "North Shop", LegalName = "North Shop Ltd", Languages = "en,ru" };
        db.Add(sender);
        await db.SaveChangesAsync(Token);
        var notice = new Notice { PublicId = PublicId.Create(), SenderId = sender.Id, Kind = ConsentKind.Contact, Name = "News" };
        db.Add(notice);
        await db.SaveChangesAsync(Token);
        var version = new NoticeVersion { PublicId = PublicId.Create(), NoticeId = notice.Id, Number = 1, Status = status, Cells = ConsentCells.SmsPromotional };
        version.PublishedAt = status == NoticeStatus.Draft ? null : new(2026, 6, 1, 9, 0, 0, DateTimeKind.Utc);
        version.RetiredAt = status == NoticeStatus.Retired ? new(2026, 6, 2, 9, 0, 0, DateTimeKind.Utc) : null;
        db.Add(version);
        await db.SaveChangesAsync(Token);
        foreach (var language in new[] { "en", "ru" })
        {
            var text = A.Text(language);
            (text.NoticeVersionId, text.Body) = (version.Id, body);
            db.Add(text);
        }

        await db.SaveChangesAsync(Token);
        return version.PublicId;
    }
}
