using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain.Retention;
using ConsentDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ConsentDashboard.Tests.Components;

public sealed class SayingPoliciesTests : PartsContext
{
    private static readonly PolicyDefinition Withdrawn = new() { Trigger = RetentionTrigger.Withdrawn, Period = 30, Unit = RetentionUnit.Days, Action = RetentionAction.Restrict };

    [Theory]
    [InlineData("en", 1, RetentionUnit.Days, "Numbers withdrawn for more than 1 day are restricted")]
    [InlineData("en", 30, RetentionUnit.Days, "Numbers withdrawn for more than 30 days are restricted")]
    [InlineData("en", 24, RetentionUnit.Months, "Numbers withdrawn for more than 24 months are restricted")]
    [InlineData("ru", 1, RetentionUnit.Days, "Номера, владельцы которых отозвали согласие более 1 дня назад, ограничиваются")]
    [InlineData("ru", 30, RetentionUnit.Days, "Номера, владельцы которых отозвали согласие более 30 дней назад, ограничиваются")]
    [InlineData("ru", 21, RetentionUnit.Months, "Номера, владельцы которых отозвали согласие более 21 месяца назад, ограничиваются")]
    [InlineData("ru", 24, RetentionUnit.Months, "Номера, владельцы которых отозвали согласие более 24 месяцев назад, ограничиваются")]
    public void A_period_is_counted_as_people_count(string language, int period, RetentionUnit unit, string expected) =>
        Assert.Equal(expected, Say(language, Withdrawn with { Period = period, Unit = unit }, PolicyNames.None));

    [Theory]
    [InlineData("en", "DE", "Of Acme, in Germany, collected at Checkout: numbers withdrawn for more than 30 days are restricted")]
    [InlineData("en", "US", "Of Acme, in the United States, collected at Checkout: numbers withdrawn for more than 30 days are restricted")]
    [InlineData("ru", "DE", "Отправитель: Acme, регион: Германия, точка сбора: Checkout — номера, владельцы которых отозвали согласие более 30 дней назад, ограничиваются")]
    public void What_it_is_limited_to_is_named(string language, string region, string expected) =>
        Assert.Equal(expected, Say(language, Withdrawn with { SenderId = 1, Region = region, CollectionPointId = 2 }, new("Acme", "Checkout")));

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public void Whatever_may_be_saved_has_a_sentence_of_its_own(string language)
    {
        var all = Enum.GetValues<RetentionTrigger>().SelectMany(trigger => PolicyDefinition.ActionsOf(trigger).SelectMany(action => Both(trigger, action))).ToArray();

        var said = all.Select(definition => Say(language, definition, PolicyNames.None)).ToArray();

        Assert.Equal(all.Length, said.Distinct().Count());
        Assert.DoesNotContain(said, sentence => sentence.Contains('.', StringComparison.Ordinal) || sentence.Contains('{', StringComparison.Ordinal));
        Assert.All(Enum.GetValues<RetentionAction>(), action => Assert.EndsWith(".", Sentences.Means(action), StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_finished_says_so() =>
        Assert.Equal("This policy does nothing yet: choose what it finds and what happens then", Say("en", new(), PolicyNames.None));

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public void What_came_with_the_installation_is_called_in_the_language_of_whoever_asks(string language)
    {
        Speak(language);

        var names = ShippedPolicies.All.Select(policy => Sentences.Name(policy.Name)).ToArray();

        Assert.Equal(language == "en", names.SequenceEqual(ShippedPolicies.All.Select(policy => policy.Name)));
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.DoesNotContain(names, name => name.Contains('.', StringComparison.Ordinal));
        Assert.Equal("Ours", Sentences.Name("Ours"));
    }

    private RetentionSentences Sentences => Services.GetRequiredService<RetentionSentences>();

    private static IEnumerable<PolicyDefinition> Both(RetentionTrigger trigger, RetentionAction action)
    {
        PolicyDefinition plain = new() { Trigger = trigger, Action = action, Unit = RetentionUnit.Months, Period = PolicyDefinition.HasPeriod(trigger) ? 7 : 0 };
        return trigger == RetentionTrigger.Inactive ? [plain, plain with { CountsOurSends = true }] : [plain];
    }

    private string Say(string language, PolicyDefinition definition, PolicyNames names)
    {
        Speak(language);
        return Sentences.Sentence(definition, names);
    }
}
