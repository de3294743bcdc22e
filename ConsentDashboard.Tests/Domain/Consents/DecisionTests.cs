using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;

namespace ConsentDashboard.Tests.Domain.Consents;

public sealed class DecisionTests
{
    private static readonly DateTime Now = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    private static readonly DecisionFacts Good = new(ConsentState.Given, Now.AddDays(-1), Times.Never, false, false, false, false, false, false, false, false);

    [Fact]
    public void Given_and_nothing_against_it_is_allowed() => Assert.Equal(DecisionReasons.None, Decision.Evaluate(Good, Now));

    [Theory]
    [InlineData(ConsentState.None, DecisionReasons.NeverAsked)]
    [InlineData(ConsentState.Requested, DecisionReasons.Requested)]
    [InlineData(ConsentState.Refused, DecisionReasons.Refused)]
    [InlineData(ConsentState.Expired, DecisionReasons.Expired)]
    [InlineData(ConsentState.Withdrawn, DecisionReasons.Withdrawn)]
    [InlineData(ConsentState.Invalidated, DecisionReasons.Invalidated)]
    public void No_other_state_permits_contact(ConsentState state, DecisionReasons reason) => Assert.Equal(reason, Decision.Evaluate(Good with { State = state }, Now));

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_lifespan_that_is_over_forbids_at_that_very_moment(int millisecondsLeft, bool expired) =>
        Assert.Equal(expired ? DecisionReasons.Expired : DecisionReasons.None, Decision.Evaluate(Good with { ExpiresAt = Now.AddMilliseconds(millisecondsLeft) }, Now));

    [Fact]
    public void Whatever_stands_against_it_is_named_and_all_of_it()
    {
        var everything = Good with { Suppressed = true, Held = true, Paused = true, Restricted = true, Erased = true, Reassigned = true, NeedsProcessing = true };

        Assert.Equal(
            DecisionReasons.Suppressed | DecisionReasons.OnHold | DecisionReasons.Paused | DecisionReasons.Restricted | DecisionReasons.Erased | DecisionReasons.Reassigned | DecisionReasons.NoProcessingConsent,
            Decision.Evaluate(everything, Now));
    }

    [Fact]
    public void Consent_to_processing_counts_only_where_the_sender_needs_it()
    {
        Assert.Equal(DecisionReasons.None, Decision.Evaluate(Good with { NeedsProcessing = true, HasProcessing = true }, Now));
        Assert.Equal(DecisionReasons.None, Decision.Evaluate(Good with { HasProcessing = false }, Now));
    }
}
