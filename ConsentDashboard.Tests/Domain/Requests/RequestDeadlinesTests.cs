using System.Globalization;
using ConsentDashboard.Domain.Requests;

namespace ConsentDashboard.Tests.Domain.Requests;

public sealed class RequestDeadlinesTests
{
    [Theory]
    [InlineData(RequestLaw.Gdpr, RequestKind.Access, "2026-06-01T10:00", "2026-07-01T20:00")]
    [InlineData(RequestLaw.Gdpr, RequestKind.Erasure, "2026-01-31T23:59", "2026-02-28T20:00")]
    [InlineData(RequestLaw.Gdpr, RequestKind.Rectification, "2028-01-31T00:00", "2028-02-29T20:00")]
    [InlineData(RequestLaw.Gdpr, RequestKind.Objection, "2026-12-31T12:00", "2027-01-31T20:00")]
    [InlineData(RequestLaw.Ccpa, RequestKind.Know, "2026-06-01T10:00", "2026-07-16")]
    [InlineData(RequestLaw.Ccpa, RequestKind.Delete, "2026-12-20T10:00", "2027-02-03")]
    [InlineData(RequestLaw.Ccpa, RequestKind.OptOut, "2026-06-01T10:00", "2026-06-24")] // Juneteenth rests.
    [InlineData(RequestLaw.Ccpa, RequestKind.OptOut, "2026-06-06T10:00", "2026-06-30")] // A Saturday.
    [InlineData(RequestLaw.Ccpa, RequestKind.OptOut, "2026-06-05T01:00", "2026-06-27")] // Still Thursday in California.
    [InlineData(RequestLaw.Ccpa, RequestKind.Know, "2026-06-05T01:00", "2026-07-19")]
    [InlineData(RequestLaw.Gdpr, RequestKind.Access, "2026-06-05T01:00", "2026-07-04T20:00")] // Still the fourth on Martinique.
    public void A_request_is_due_when_its_last_day_ends(RequestLaw law, RequestKind kind, string received, string due) =>
        Assert.Equal(At(due), RequestDeadlines.DueAt(law, kind, At(received)));

    [Theory]
    [InlineData(RequestLaw.Gdpr, RequestKind.Access, "2026-06-01T10:00", "2026-09-01T20:00")]
    [InlineData(RequestLaw.Gdpr, RequestKind.Erasure, "2025-11-30T10:00", "2026-02-28T20:00")]
    [InlineData(RequestLaw.Ccpa, RequestKind.Know, "2026-06-01T10:00", "2026-08-30")]
    [InlineData(RequestLaw.Ccpa, RequestKind.OptOut, "2026-06-01T10:00", null)]
    public void One_extension_counts_from_the_day_it_came(RequestLaw law, RequestKind kind, string received, string? due) =>
        Assert.Equal(due is null ? null : At(due), RequestDeadlines.ExtendedDueAt(law, kind, At(received)));

    [Theory]
    [InlineData(RequestLaw.Ccpa, RequestKind.Know, "2026-06-01T10:00", "2026-06-16")]
    [InlineData(RequestLaw.Ccpa, RequestKind.Delete, "2026-12-18T10:00", "2027-01-06")]
    [InlineData(RequestLaw.Ccpa, RequestKind.OptOut, "2026-06-01T10:00", null)]
    [InlineData(RequestLaw.Gdpr, RequestKind.Access, "2026-06-01T10:00", null)]
    public void California_wants_its_receipt_confirmed(RequestLaw law, RequestKind kind, string received, string? by) =>
        Assert.Equal(by is null ? null : At(by), RequestDeadlines.ConfirmBy(law, kind, At(received)));

    [Theory]
    [InlineData("2026-07-01T00:00", 0)]
    [InlineData("2026-07-01T23:59", 0)]
    [InlineData("2026-06-30T23:59", 1)]
    [InlineData("2026-06-01T10:00", 30)]
    [InlineData("2026-07-02T00:00", -1)]
    [InlineData("2026-07-03T10:00", -2)]
    public void The_clock_counts_days_after_today(string now, int left) => Assert.Equal(left, RequestDeadlines.DaysLeft(At("2026-07-02"), At(now)));

    [Fact]
    public void No_month_of_any_day_is_longer_than_the_law_says()
    {
        for (var day = At("2026-01-01"); day.Year < 2029; day = day.AddDays(1))
        {
            var due = RequestDeadlines.DueAt(RequestLaw.Gdpr, RequestKind.Access, day);
            Assert.InRange((due - day).TotalDays, 27, 31);
            Assert.True(due <= day.AddMonths(1).AddDays(1).AddHours(-4));
            Assert.True(RequestDeadlines.ExtendedDueAt(RequestLaw.Gdpr, RequestKind.Access, day) > due);
        }
    }

    [Fact]
    public void Each_kind_belongs_to_one_law() =>
        Assert.Equal(Enum.GetValues<RequestKind>(), Enum.GetValues<RequestLaw>().SelectMany(RequestDeadlines.KindsOf).Order());

    private static DateTime At(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
