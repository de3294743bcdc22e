using Bunit;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Features.Reachability;
using ConsentDashboard.Features.Reachability.Files;
using ConsentDashboard.Operations.Api;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.Reachable;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Reachability;

public sealed class LookingAtReachabilityTests : IAsyncLifetime
{
    private Installation _here = null!;

    public async ValueTask InitializeAsync() => _here = await Installation.CreateAsync();

    public ValueTask DisposeAsync() => _here.DisposeAsync();

    [Fact]
    public async Task What_is_missing_is_said_beside_its_field_before_a_file_is_sent()
    {
        await using var screen = Open("en");
        var page = screen.Render<ReachabilityPage>();
        page.WaitForElement("#source");

        await page.Find("form").SubmitAsync();

        Assert.Contains("Say who the answers are from", page.Find("#source-error").TextContent, StringComparison.Ordinal);
        await page.Find("#source").InputAsync(new() { Value = "registry" });
        await page.Find("#region").InputAsync(new() { Value = "xx" });
        await page.Find("form").SubmitAsync();
        Assert.Equal("true", page.Find("#region").GetAttribute("aria-invalid"));
        Assert.Null(page.Find("#source").GetAttribute("aria-invalid"));
    }

    [Theory]
    [InlineData("en", "Numbers in another state than known: 12. As known already: 3. Not known here: 4. Rows that were not understood: 201.", "201 rows were not understood", "and 200 more")]
    [InlineData("ru", "Номеров с новым состоянием: 12. Уже известно: 3. Номера не из базы: 4. Непонятных строк: 201.", "Не удалось разобрать 201 строку", "и ещё 200")]
    public async Task A_look_says_what_would_be_recorded_and_what_is_not_understood(string language, string sums, string rows, string more)
    {
        await using var screen = Open(language);

        var result = screen.Render<AnswersResult>(p => p.Add(r => r.Outcome, Outcome(isRecorded: false)).Add(r => r.Meanings, []));

        Assert.Contains(sums, result.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Contains(rows, result.Markup, StringComparison.Ordinal);
        Assert.Contains(more, result.Markup, StringComparison.Ordinal);
        Assert.Equal(["7", "status"], result.FindAll("tbody td").Take(2).Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task With_another_meaning_of_a_word_it_has_to_be_looked_at_again()
    {
        await using var screen = Open("en");
        Dictionary<string, ReachabilityStatus> meanings = [];
        var (looks, records) = (0, 0);
        var result = screen.Render<AnswersResult>(p => p.Add(r => r.Outcome, Outcome(isRecorded: false)).Add(r => r.Meanings, meanings)
            .Add(r => r.OnLook, () => looks++).Add(r => r.OnRecord, () => records++));
        Assert.Equal("“ported” (rows: 5)", result.Find("label[for=word-0]").TextContent);

        await result.Find("#word-0").ChangeAsync(new() { Value = "Live" });

        Assert.Equal(ReachabilityStatus.Live, meanings["ported"]);
        Assert.True(Button(result, "Record").HasAttribute("disabled"));
        await Button(result, "Look again with these meanings").ClickAsync(new());
        result.Render(p => p.Add(r => r.Outcome, Outcome(isRecorded: false)));
        await Button(result, "Record").ClickAsync(new());
        Assert.Equal((1, 1), (looks, records));
    }

    [Fact]
    public async Task What_was_recorded_offers_nothing_more_and_says_where_it_stopped()
    {
        await using var screen = Open("en");

        var result = screen.Render<AnswersResult>(p => p.Add(r => r.Outcome, Outcome(isRecorded: true) with { Stopped = FileErrors.Broken }).Add(r => r.Meanings, []));

        Assert.Contains("Recorded: 12.", result.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Something failed amidst the recording.", result.Find(".warn").TextContent, StringComparison.Ordinal);
        Assert.Empty(result.FindAll("button"));
        Assert.Empty(result.FindAll("select"));
    }

    [Fact]
    public async Task Whoever_may_not_sees_nothing()
    {
        await using var screen = Open("en", Roles.Auditor);

        var page = screen.Render<ReachabilityPage>();

        page.WaitForAssertion(() => Assert.Contains("No permission", page.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task Every_refusal_and_problem_has_words(string language)
    {
        await using var screen = Open(language);
        var words = screen.Services.GetRequiredService<ReachabilityWords>();
        Type[] errors = [typeof(FileErrors), typeof(AnswerErrors)];
        Type[] problems = [typeof(AnswerProblems), typeof(RowProblems)];

        Assert.DoesNotContain(errors.SelectMany(owner => owner.GetFields()).Select(field => field.GetValue(null)).OfType<Error>(), error => words.Of(error) == error.Key);
        Assert.DoesNotContain(problems.SelectMany(owner => owner.GetFields()).Select(field => field.GetValue(null)).OfType<string>(), key => words.OfKey(key) == key);
        Assert.Contains("17", words.Of(ReadingErrors.CutOff with { Field = "17" }), StringComparison.Ordinal);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<AnswersResult> result, string name) =>
        result.FindAll("button").Single(button => button.TextContent.Trim() == name);

    private static FileOutcome Outcome(bool isRecorded) => new()
    {
        Digest = "00",
        Said = new Dictionary<ReachabilityStatus, long> { [ReachabilityStatus.Dead] = 19 },
        Sums = new(12, 3, 4),
        NotUnderstood = 201,
        First = [new(7, AnswerProblems.Word, "status")],
        Words = new Dictionary<string, long> { ["ported"] = 5 },
        IsRecorded = isRecorded,
    };

    private Screen Open(string language, string role = Roles.ComplianceOfficer)
    {
        var screen = new Screen(_here, role, language);
        screen.Services.AddSingleton(_here.Get<RecordReachability>());
        screen.Services.AddSingleton(_here.Get<IdempotentReplies>());
        screen.Services.AddReachability();
        return screen.Ready();
    }
}
