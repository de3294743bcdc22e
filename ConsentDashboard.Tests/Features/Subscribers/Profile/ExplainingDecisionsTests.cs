using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Features.Subscribers.Profile;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Features.Subscribers.Profile;

/// <summary>Each reason against contact is one sentence, in both languages.</summary>
public sealed class ExplainingDecisionsTests : IAsyncLifetime
{
    private static readonly DateTime Then = new(2026, 3, 3, 12, 0, 0, DateTimeKind.Utc);

    private Installation _here = null!;

    public static TheoryData<DecisionReasons, string> Reasons => new(
        from reason in Enum.GetValues<DecisionReasons>()
        where reason != DecisionReasons.None
        from language in new[] { "en", "ru" }
        select (reason, language));

    public async ValueTask InitializeAsync() => _here = await Installation.CreateAsync();

    public ValueTask DisposeAsync() => _here.DisposeAsync();

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Each_reason_is_a_sentence_of_its_own(DecisionReasons reason, string language)
    {
        await using var screen = new Screen(_here, language: language).Ready();

        var against = Assert.Single(Sentences(screen, reason, StateOf(reason)), sentence => !sentence.Holds);

        Assert.DoesNotContain("Why.", against.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("{", against.Text, StringComparison.Ordinal);
        Assert.Equal(language == "ru", against.Text.Any(letter => letter is >= 'а' and <= 'я'));
        Assert.DoesNotContain("Short.", screen.Services.GetRequiredService<ProfileWords>().Short(reason), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Consent was given on 3 Mar 2026 on the wording “Shop news” v4 (ru)", "It lasts until 3 Mar 2028", "Nothing stands against it: no suppression, no hold, no pause")]
    [InlineData("ru", "Согласие дано 3 мар. 2026, текст: «Shop news», в. 4 (ru)", "Действует до 3 мар. 2028", "Ничего не препятствует: нет запрета, заморозки и приостановки")]
    public async Task What_is_allowed_is_explained_as_well(string language, params string[] expected)
    {
        await using var screen = new Screen(_here, language: language).Ready();

        Assert.Equal(expected, Sentences(screen, DecisionReasons.None, ConsentState.Given).Select(sentence => sentence.Holds ? sentence.Text : "against"));
    }

    [Fact]
    public async Task A_hold_names_its_reason()
    {
        await using var screen = new Screen(_here).Ready();

        Assert.Contains(Sentences(screen, DecisionReasons.OnHold, ConsentState.Given), sentence => sentence.Text == "A legal hold forbids contact since 3 Mar 2026: dispute 118");
    }

    [Theory]
    [InlineData("en", "Sent in the last 7 days: 3, while the wording promises at most 2 a week")]
    [InlineData("ru", "За последние 7 дней отправлено: 3, а обещано не больше 2 в неделю")]
    public async Task The_frequency_says_how_many_were_promised_and_sent(string language, string expected)
    {
        await using var screen = new Screen(_here, language: language).Ready();

        Assert.Contains(Sentences(screen, DecisionReasons.OverFrequency, ConsentState.Given), sentence => !sentence.Holds && sentence.Text == expected);
    }

    private static ConsentState StateOf(DecisionReasons reason) => Enum.TryParse<ConsentState>(reason.ToString(), out var state) ? state : reason switch
    {
        DecisionReasons.NeverAsked or DecisionReasons.UnknownNumber => ConsentState.None,
        _ => ConsentState.Given,
    };

    private static IReadOnlyList<DecisionSentence> Sentences(Screen screen, DecisionReasons reasons, ConsentState state)
    {
        var facts = new DecisionFacts(state, Then, Then.AddYears(2), false, false, false, false, false, false, false, false, new(2, FrequencyPeriod.Week), 3);
        var cell = new CellDetails(Channel.Sms, MessageType.Promotional, state, Then, new(1, "Shop news", 4), new(reasons, Then.AddDays(1), facts, null, new Suppression { Reason = SuppressionReason.Complaint, Since = Then }));
        var sender = new SenderMatrix(1, new(1), "North Shop", false, true, [cell], []);
        var profile = new ProfileDetails
        {
            Id = 1,
            PublicId = new(1),
            ErasedAt = Then,
            Senders = [sender],
            Intervals = [.. Enum.GetValues<IntervalKind>().Select(kind => new IntervalRow(1, kind, Then, Times.Never, "dispute 118"))],
        };
        return screen.Services.GetRequiredService<DecisionSentences>().Of(profile, sender, cell, "ru");
    }
}
