using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.CollectionPoints.Linting;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;

namespace ConsentDashboard.Tests.Domain.CollectionPoints;

public sealed class LintingPointsTests
{
    private static readonly Dictionary<string, (PointFacts Facts, string Subject)> Rows = new(StringComparer.Ordinal)
    {
        ["place-missing"] = Row(f => f.Point.Place = " "),
        ["reason-missing"] = Row(f => f.Point.Reason = ""),
        ["reason-thin"] = Row(f => f.Point.Reason = "marketing"),
        ["address-unreadable"] = Row(f => f.Point.Slug = "x9f-21-aa0"),
        ["boxes-ticked"] = Row(f => f.Point.BoxesStartUnticked = false),
        ["no-refusal"] = Row(f => f.Point.CanRefuse = false),
        ["stranger-can-enter-number"] = Row(f => f.Point.DoubleOptIn = false),
        ["window-absurd"] = Row(f => f.Point.DoubleOptInHours = 169),
        ["required-without-why"] = Row(f => f.Point.NumberRequired = true),
        ["required-out-of-place"] = Row(f => (f.Point.Kind, f.Point.NumberRequired, f.Point.WhyRequired) = (CollectionPointKind.Event, true, "We like to have it")),
        ["region-unknown"] = Row(f => f.Point.AllowedRegions = "GB,XX,ZZ", "XX, ZZ"),
        ["default-region-unknown"] = Row(f => (f.Point.DefaultRegion, f.Point.AllowedRegions) = ("XX", "")),
        ["default-region-not-allowed"] = Row(f => f.Point.DefaultRegion = "RU"),
        ["field-without-name"] = Row(f => f with { Fields = [new() { Purpose = "tells what to send" }] }),
        ["field-without-purpose"] = Row(f => f with { Fields = [new() { Name = "shoe size" }] }, "shoe size"),
        ["field-twice"] = Row(f => f with { Fields = [Field("Shoe size"), Field("shoe size ")] }, "Shoe size"),
        ["field-repeats-number"] = Row(f => f with { Fields = [Field("Mobile phone")] }, "Mobile phone"),
        ["field-unused"] = Row(f => f with { Fields = [Field("shoe size", "just in case")] }, "shoe size"),
        ["field-too-much"] = Row(f => f with { Fields = [Field("Дата рождения"), Field("your e-mail"), Field("полка")] }, "Дата рождения, your e-mail"),
        ["sender-missing"] = Row(f => f with { Sender = null }),
        ["sender-unreachable"] = Row(f => (f.Sender!.SupportPhone, f.Sender.ContactPage) = ("", "")),
        ["sender-one-door"] = Row(f => f.Sender!.SupportPhone = ""),
        ["replies-lost"] = Row(f => f.Sender!.RepliesReachUs = false),
        ["notice-missing"] = Row(f => f with { Notice = null }),
        ["notice-draft"] = Row(f => f.Notice!.Version.Status = NoticeStatus.Draft),
        ["notice-retired"] = Row(f => f.Notice!.Version.Status = NoticeStatus.Retired),
        ["notice-of-another-sender"] = Row(f => f.Notice!.Notice.SenderId = 8),
        ["notice-of-wrong-kind"] = Row(f => f.Notice!.Notice.Kind = ConsentKind.Processing),
        ["notice-asks-nothing"] = Row(f => f.Notice!.Version.Cells = ConsentCells.None),
        ["notice-language"] = Row(f => f with { Notice = f.Notice! with { Texts = [f.Notice.Texts[0]] } }, "ru"),
        ["notice-box-without-words"] = Row(f => f.Notice!.Texts[1].Labels = "{}", "ru"),
        ["notice-frequency"] = Row(f => f.Notice!.Version.FrequencyCount = 0),
        ["notice-purposes"] = Row(f => f with { Notice = f.Notice! with { Purposes = 0 } }),
        ["notice-who"] = Row(f => f.Notice!.Texts[0].WhoWeAre = "", "en"),
        ["notice-withdraw"] = Row(f => f.Notice!.Texts[0].HowToWithdraw = "", "en"),
        ["notice-privacy"] = Row(f => f.Notice!.Version.PrivacyPolicyUrl = ""),
        ["spoken-without-script"] = Row(f => (f.Point.Kind, f.Notice!.Texts[1].Body) = (CollectionPointKind.CallCentre, ""), "ru"),
        ["notice-keeping"] = Row(f => f.Notice!.Texts[0].Keeping = "", "en"),
        ["notice-without-end"] = Row(f => f.Notice!.Version.LifespanMonths = 0),
        ["newsletter-asks-for-calls"] = Row(f => (f.Point.Kind, f.Notice!.Version.Cells, f.Notice.Texts[0].Labels, f.Notice.Texts[1].Labels) = (CollectionPointKind.Newsletter, ConsentCells.CallPromotional, """{"5":"call"}""", """{"5":"call"}""")),
        ["processing-missing"] = Row(f => f with { Processing = null }),
        ["processing-of-wrong-kind"] = Row(f => f.Processing!.Notice.Kind = ConsentKind.Contact),
        ["processing-not-published"] = Row(f => f.Processing!.Version.Status = NoticeStatus.Retired),
        ["processing-of-another-sender"] = Row(f => f.Processing!.Notice.SenderId = 8),
        ["processing-language"] = Row(f => f with { Processing = f.Processing! with { Texts = [f.Processing.Texts[1]] } }, "en"),
        ["processing-not-needed"] = Row(f => f.Sender!.NeedsProcessingConsent = false),
    };

    public static TheoryData<string> Ids => [.. PointLinter.Rules.Select(rule => rule.Id)];

    [Fact]
    public void A_clean_point_has_no_finding() => Assert.Empty(PointLinter.Lint(CleanPoint.Facts()));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_rule_finds_what_breaks_it_and_no_other_does(string id)
    {
        var (facts, subject) = Rows[id];

        var finding = Assert.Single(PointLinter.Lint(facts));

        Assert.Equal((id, subject), (finding.Rule.Id, finding.Subject));
        Assert.InRange(finding.Rule.Principle, 1, 7);
    }

    [Fact]
    public void No_rule_stands_twice() => Assert.Distinct(PointLinter.Rules.Select(rule => rule.Id));

    [Fact]
    public void Errors_come_first()
    {
        var facts = CleanPoint.With(f => (f.Point.Reason, f.Point.CanRefuse, f.Point.DoubleOptIn) = ("thin", false, false));

        Assert.Equal(["no-refusal", "reason-thin", "stranger-can-enter-number"], PointLinter.Lint(facts).Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void An_override_opens_the_way_past_a_warning_and_past_nothing_else()
    {
        var findings = PointLinter.Lint(CleanPoint.With(f => (f.Point.CanRefuse, f.Point.DoubleOptIn) = (false, false)));
        FindingOverride[] overrides = [new() { Rule = "no-refusal" }, new() { Rule = "stranger-can-enter-number" }];

        Assert.Equal(["no-refusal"], PointLinter.Open(findings, overrides).Select(finding => finding.Rule.Id));
        Assert.Equal(2, PointLinter.Open(findings, []).Count());
    }

    [Fact]
    public void The_same_rule_broken_by_something_else_is_new()
    {
        var before = PointLinter.Lint(CleanPoint.Facts() with { Fields = [Field("birthday")] });
        var more = PointLinter.Lint(CleanPoint.Facts() with { Fields = [Field("birthday"), Field("passport")] });

        Assert.Empty(PointLinter.New(before, more));
        Assert.Equal("birthday, passport", Assert.Single(PointLinter.New(more, before)).Subject);
    }

    private static (PointFacts, string) Row(Action<PointFacts> change, string subject = "") => (CleanPoint.With(change), subject);

    private static (PointFacts, string) Row(Func<PointFacts, PointFacts> change, string subject = "") => (change(CleanPoint.Facts()), subject);

    private static CollectionPointField Field(string name, string purpose = "chooses what we write about") => new() { Name = name, Purpose = purpose };
}
