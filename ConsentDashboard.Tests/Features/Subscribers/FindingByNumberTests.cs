using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Features.Subscribers;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Subscribers;

public sealed class FindingByNumberTests
{
    private static readonly Actor Support = Actor.User("1", "Support", [Roles.SupportAgent]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string?, string, string> BadInput => new()
    {
        { null, "RU", "phone" },
        { "", "RU", "phone" },
        { "   ", "RU", "phone" },
        { "12", "RU", "phone" },
        { "+999 1234567", "RU", "phone" },
        { "8 916 ABC-45-67", "RU", "phone" },
        { new string('9', 300), "RU", "phone" },
        { "📞📞📞", "RU", "phone" },
        { "916 123-45-67", "XX", "region" },
    };

    [Theory]
    [InlineData("+79160000001")]
    [InlineData("8 (916) 000-00-01")]
    [InlineData("9160000001")]
    [InlineData(" +7 916 000 00 01 ")]
    public async Task A_whole_number_in_any_common_format_opens_the_person(string typed)
    {
        await using var here = await CreateAsync();
        var her = await here.Ledger.RecordAsync(here.OptIn(1));

        var found = await here.Get<FindSubscriber>().ExecuteAsync(new(typed, "RU"), Support, Cancellation);

        Assert.Equal(her.Value!.PublicId, found.Value?.Subscriber);
    }

    [Fact]
    public async Task Four_digits_list_those_whose_numbers_end_in_them()
    {
        await using var here = await CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.OptIn(10001));
        await here.Ledger.RecordAsync(here.OptIn(2));

        var found = await here.Get<FindSubscriber>().ExecuteAsync(new("0001", "RU"), Support, Cancellation);

        Assert.Equal(2, found.Value!.Matches!.Rows.Count);
        Assert.All(found.Value.Matches.Rows, row => Assert.EndsWith("00-01", row.Masked, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_number_is_told_from_a_suppressed_one_without_a_person()
    {
        await using var here = await CreateAsync();
        await here.Ledger.RecordAsync(here.OptIn(1));
        await here.Ledger.RecordAsync(here.Stop(1));
        await using (var db = here.Open())
        {
            await db.Subscribers.ExecuteUpdateAsync(set => set.SetProperty(s => s.BlindIndex, (byte[]?)null), Cancellation);
        }

        var suppressed = await here.Get<FindSubscriber>().ExecuteAsync(new(A.Number(1), "RU"), Support, Cancellation);
        var unknown = await here.Get<FindSubscriber>().ExecuteAsync(new(A.Number(2), "RU"), Support, Cancellation);

        Assert.Equal((null, true), (suppressed.Value!.Subscriber, suppressed.Value.IsSuppressed));
        Assert.Equal((null, false), (unknown.Value!.Subscriber, unknown.Value.IsSuppressed));
    }

    [Theory]
    [MemberData(nameof(BadInput))]
    public async Task What_is_no_number_is_a_message_at_its_field_and_leaves_nothing(string? typed, string region, string field)
    {
        await using var here = await CreateAsync();

        var found = await here.Get<FindSubscriber>().ExecuteAsync(new(typed, region), Support, Cancellation);

        Assert.Equal(field, found.Error?.Field);
        await using var db = here.Open();
        Assert.False(await db.AuditEntries.AnyAsync(Cancellation));
        Assert.False(await db.Subscribers.AnyAsync(Cancellation));
    }

    [Fact]
    public async Task Every_search_is_audited_and_no_digit_with_it()
    {
        await using var here = await CreateAsync();
        var her = await here.Ledger.RecordAsync(here.OptIn(1234567));

        await here.Get<FindSubscriber>().ExecuteAsync(new(A.Number(1234567), "RU"), Support, Cancellation);
        await here.Get<FindSubscriber>().ExecuteAsync(new("4567", "RU"), Support, Cancellation);

        await using var db = here.Open();
        var entries = await db.AuditEntries.OrderBy(a => a.Id).ToListAsync(Cancellation);
        Assert.Equal([AuditAction.SubscriberFound, AuditAction.SubscriberFound], entries.Select(entry => entry.Action));
        Assert.Equal(her.Value!.SubscriberId, entries[0].SubscriberId);
        Assert.All(entries, entry => Assert.DoesNotContain("4567", $"{entry.Details}{entry.Subject}{entry.Reason}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Marketers_and_auditors_may_not_search_by_number()
    {
        await using var here = await CreateAsync();

        foreach (var role in (string[])[Roles.Marketer, Roles.Auditor])
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => here.Get<FindSubscriber>().ExecuteAsync(new(A.Number(1), "RU"), Actor.User("2", role, [role]), Cancellation));
        }
    }

    [Fact]
    public async Task Nobody_tries_numbers_by_the_hundred()
    {
        await using var here = await CreateAsync();
        for (var search = 0; search < FindSubscriber.SearchesPerMinute; search++)
        {
            Assert.False((await here.Get<FindSubscriber>().ExecuteAsync(new(A.Number(search), "RU"), Support, Cancellation)).Failed);
        }

        Assert.Equal(FindSubscriber.TooMany, (await here.Get<FindSubscriber>().ExecuteAsync(new(A.Number(99), "RU"), Support, Cancellation)).Error);
        Assert.False((await here.Get<FindSubscriber>().ExecuteAsync(new(A.Number(99), "RU"), Actor.User("2", "Other", [Roles.SupportAgent]), Cancellation)).Failed);
    }

    private static Task<Installation> CreateAsync() => Installation.CreateAsync(configure: services => services.AddSingleton<SubscriberQueries>().AddSingleton<FindSubscriber>());
}
