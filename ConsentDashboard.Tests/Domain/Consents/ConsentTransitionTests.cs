using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using static ConsentDashboard.Domain.Consents.ConsentState;
using Act = ConsentDashboard.Domain.Consents.ConsentEventType;

namespace ConsentDashboard.Tests.Domain.Consents;

/// <summary>The table of product.md, "Consent states and how they change", cell by cell.</summary>
public sealed class ConsentTransitionTests
{
    private static readonly DateTime Now = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>What each act makes of each state of a cell that nothing has stopped; <see cref="None"/>: it stays as it was.</summary>
    public static TheoryData<Act, ConsentState[]> Table => new()
    {
        //                  from: None     Requested    Given        Refused      Expired      Withdrawn    Invalidated
        { Act.Given,       [Given,     Given,       Given,       Given,       Given,       Given,       Given] },
        { Act.Confirmed,   [Given,     Given,       Given,       Given,       Given,       Given,       Given] },
        { Act.Requested,   [Requested, None,        None,        None,        None,        None,        None] },
        { Act.Refused,     [Refused,   Refused,     Refused,     Refused,     Refused,     None,        Refused] },
        { Act.Lapsed,      [None,      Refused,     None,        None,        None,        None,        None] },
        { Act.Withdrawn,   [Withdrawn, Withdrawn,   Withdrawn,   Withdrawn,   Withdrawn,   Withdrawn,   Withdrawn] },
        { Act.Expired,     [None,      None,        Expired,     None,        None,        None,        None] },
        { Act.Invalidated, [None,      Invalidated, Invalidated, None,        None,        None,        None] },
        { Act.Registered,  [None,      None,        None,        None,        None,        None,        None] },
        { Act.Restricted,  [None,      None,        None,        None,        None,        None,        None] },
        { Act.Erased,      [None,      None,        None,        None,        None,        None,        None] },
        { Act.HoldPlaced,  [None,      None,        None,        None,        None,        None,        None] },
    };

    [Theory, MemberData(nameof(Table))]
    public void An_act_moves_a_cell_as_the_table_says(Act act, ConsentState[] outcomes)
    {
        ConsentState[] from = [None, Requested, Given, Refused, Expired, Withdrawn, Invalidated];

        Assert.Equal(outcomes, from.Select(state => ConsentTransitions.Apply(state, Times.NotYet, Times.NotYet, act, Source.HostedForm, Now).Outcome));
    }

    [Theory]
    [InlineData(-1, TransitionKind.RefusedByRatchet)]
    [InlineData(0, TransitionKind.RefusedByRatchet)]
    [InlineData(1, TransitionKind.Changed)]
    public void Only_a_newer_act_of_hers_raises_over_a_withdrawal(int millisecondsAfter, TransitionKind kind)
    {
        foreach (var source in (Source[])[Source.HostedForm, Source.SmsReply, Source.PreferenceLink, Source.Staff, Source.Api])
        {
            Assert.Equal(kind, ConsentTransitions.Apply(Withdrawn, Times.NotYet, Now, Act.Given, source, Now.AddMilliseconds(millisecondsAfter)).Kind);
            Assert.Equal(kind, ConsentTransitions.Apply(None, Times.NotYet, Now, Act.Confirmed, source, Now.AddMilliseconds(millisecondsAfter)).Kind);
        }
    }

    [Theory]
    [InlineData(Source.Import)]
    [InlineData(Source.Policy)]
    [InlineData(Source.System)]
    [InlineData(Source.Carrier)]
    [InlineData(Source.ContactForm)]
    public void Nothing_else_ever_raises_over_one(Source source) =>
        Assert.Equal(TransitionKind.RefusedByRatchet, ConsentTransitions.Apply(Withdrawn, Times.NotYet, Now, Act.Given, source, Now.AddYears(1)).Kind);

    [Fact]
    public void An_older_agreement_that_arrives_late_does_not_move_a_newer_one_back() =>
        Assert.Equal(TransitionKind.Unchanged, ConsentTransitions.Apply(Given, Now, Times.NotYet, Act.Given, Source.Api, Now.AddDays(-1)).Kind);
}
