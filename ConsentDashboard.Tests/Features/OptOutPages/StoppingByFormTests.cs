using System.Net;
using System.Text.RegularExpressions;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Operations.OptOut;
using ConsentDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.OptOutPages;

public sealed partial class StoppingByFormTests : IAsyncLifetime
{
    private LinkedPlace _here = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What was typed, the region, and a word of the answer.</summary>
    public static TheoryData<string, string, string> Wrong => new()
    {
        { "", "RU", "Enter a phone number" },
        { "123", "RU", "No country has such a number" },
        { "1-800-FLOWERS", "US", "no letters" },
        { "8 916 000-00-01", "XX", "" },
        { "8 916 000-00-01", "", "" },
        { "<script>alert(1)</script>", "RU", "" },
    };

    public async ValueTask InitializeAsync() => _here = await LinkedPlace.OpenAsync();

    public ValueTask DisposeAsync() => _here.DisposeAsync();

    [Fact]
    public async Task The_form_offers_the_senders_countries_first_and_their_phones()
    {
        await _here.OtherSenderAsync();

        var (status, page) = await _here.LookAsync("/stop");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["GB", "RU"], Options().Matches(page).Take(2).Select(option => option.Groups[1].Value).Order());
        Assert.Contains("<a href=\"tel:+442079460000\">+44 20 7946 0000</a>", page, StringComparison.Ordinal);
        Assert.Contains("North Shop", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Single(await _here.EventsAsync());
    }

    [Fact]
    public async Task A_number_that_is_known_and_one_that_is_not_get_the_same_answer()
    {
        var known = await SendAsync("8 916 000-00-01");
        var unknown = await SendAsync("8 916 000-00-77");

        Assert.Equal(known, unknown);
        Assert.Equal(HttpStatusCode.OK, known.Status);
        Assert.DoesNotContain("916", known.Page, StringComparison.Ordinal);
        Assert.Equal(ConsentCells.None, await _here.GivenAsync());
        await using var db = await _here.DataAsync();
        Assert.Equal(2, await db.Suppressions.CountAsync(s => s.SenderId == null && s.Cells == ConsentCells.All, Cancellation));
        Assert.Null((await db.Subscribers.OrderBy(s => s.Id).LastAsync(Cancellation)).Cipher);
    }

    [Fact]
    public async Task It_is_recorded_as_asserted_with_where_it_came_from()
    {
        await SendAsync("8 (916) 000-00-01");

        var act = (await _here.EventsAsync())[^1];
        Assert.Equal(
            (ConsentEventType.Withdrawn, null, ConsentCells.All, Assurance.Asserted, Source.ContactForm, Method.Form),
            (act.Type, act.SenderId, act.Cells, act.Assurance, act.Source, act.Method));
        var proof = await _here.ProofAsync(act);
        Assert.Equal(("8 (916) 000-00-01", "http://localhost/stop", "Firefox"), (proof.RawPhone, proof.PageAddress, proof.UserAgent));
        await using var db = await _here.DataAsync();
        var origin = await db.Set<WithdrawalOrigin>().SingleAsync(Cancellation);
        Assert.Equal((act.Id, OriginKind.Address), (origin.EventId, origin.Kind));
        Assert.Equal(_here.App.Services.GetRequiredService<Origins>().OfAddress(proof.IpAddress!).Hash, origin.Origin);
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_withdrawal()
    {
        (string, string)[] form = [("number", "8 916 000-00-01"), ("region", "RU"), ("form", $"{PublicId.Create()}")];

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _here.PostAsync(Forms.Form(form), "/stop")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(2, (await _here.EventsAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_number_that_is_none_is_said_so_and_kept_in_the_form(string number, string region, string words)
    {
        var (status, page) = await SendAsync(number, region);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.True(number.Length == 0 || page.Contains($"value=\"{number}\"", StringComparison.Ordinal));
        Assert.Single(await _here.EventsAsync());
    }

    [Fact]
    public async Task A_filled_trap_is_told_how_else_and_may_be_sent_again()
    {
        var (status, page) = await _here.PostAsync(Forms.Form(("number", "8 916 000-00-01"), ("region", "RU"), ("website", "x")), "/stop");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("could not be accepted", page, StringComparison.Ordinal);
        Assert.Contains("8 916 000-00-01", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"x\"", page, StringComparison.Ordinal);
        Assert.Single(await _here.EventsAsync());
    }

    [Fact]
    public async Task Too_many_from_one_address_are_told_when_and_how_else()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync($"8 916 000-00-{10 + i}")).Status);
        }

        var answer = await _here.Visitor.PostAsync("/stop", Forms.Form(("number", "8 916 000-00-30"), ("region", "RU"), ("lang", "ru")), Cancellation);

        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), answer.Headers.RetryAfter?.Delta);
        Assert.Contains("через минуту", page, StringComparison.Ordinal);
        Assert.Contains("+1 202-555-0142", page, StringComparison.Ordinal);
        Assert.Equal(11, (await _here.EventsAsync()).Count);
        Assert.Equal(HttpStatusCode.OK, (await _here.LookAsync("/stop")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _here.PressAsync("stop")).Status);
    }

    [Fact]
    public async Task While_the_database_cannot_be_written_nobody_is_told_that_it_is_done()
    {
        await _here.DisposeAsync();
        _here = await LinkedPlace.OpenAsync(settings: new Dictionary<string, string> { ["Database:CommandTimeout"] = "1", ["Database:BusyTimeout"] = "100" });
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_here.App.Folder, "consent.db")};Pooling=False"))
        {
            await other.OpenAsync(Cancellation);
            await using var hold = other.CreateCommand();
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync(Cancellation);

            foreach (var (status, page) in new[] { await SendAsync("8 916 000-00-01"), await _here.PostAsync(("act", "stop")), await _here.PostAsync(("List-Unsubscribe", "One-Click")) })
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
                Assert.Contains("try again", page, StringComparison.Ordinal);
            }
        }

        Assert.Equal(HttpStatusCode.OK, (await _here.PostAsync(("act", "stop"))).Status);
        Assert.Equal(2, (await _here.EventsAsync()).Count);
    }

    [Theory]
    [InlineData("198.51.100.7", "::ffff:198.51.100.7", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:aaaa::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("198.51.100.7", "198.51.100.8", false)]
    public void Addresses_that_one_person_has_are_one_origin(string one, string other, bool same)
    {
        var origins = _here.App.Services.GetRequiredService<Origins>();

        Assert.Equal(same, origins.OfAddress(one).Hash.SequenceEqual(origins.OfAddress(other).Hash));
    }

    private Task<(HttpStatusCode Status, string Page)> SendAsync(string number, string region = "RU") =>
        _here.PostAsync(Forms.Form(("number", number), ("region", region)), "/stop");

    [GeneratedRegex("<option value=\"([A-Z]{2})\"")]
    private static partial Regex Options();
}
