using ConsentDashboard.Domain.Reports;
using ConsentDashboard.Features.Reports;
using ConsentDashboard.Features.Reports.Runs;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;

namespace ConsentDashboard.Tests.Features.Reports;

public sealed class ReportRightsTests
{
    private static readonly ReportAsk Access = new(ReportKind.AccessToPersonalData, new(2026, 5, 1), new(2026, 5, 31), null);

    [Theory]
    [InlineData(Roles.ComplianceOfficer, true, true)]
    [InlineData(Roles.Administrator, true, true)]
    [InlineData(Roles.Auditor, true, true)]
    [InlineData(Roles.Marketer, true, false)]
    [InlineData(Roles.SupportAgent, false, false)]
    public void Who_looked_at_whom_is_told_to_those_who_may_read_the_audit_trail(string role, bool others, bool access)
    {
        var actor = Staff.Of(role);

        Assert.Equal(access, actor.MaySee(ReportKind.AccessToPersonalData));
        Assert.All(Enum.GetValues<ReportKind>().Except([ReportKind.AccessToPersonalData]), kind => Assert.Equal(others, actor.MaySee(kind)));
    }

    [Fact]
    public async Task Neither_the_page_nor_a_workbook_gives_it_to_others()
    {
        await using var place = await ReportPlace.OpenAsync();
        var token = Xunit.TestContext.Current.CancellationToken;

        Assert.Equal(Permissions.ViewAudit, (await Assert.ThrowsAsync<ForbiddenException>(() => place.Here.Get<ReadReport>().ExecuteAsync(Access, Staff.Marketer, token))).Permission);
        Assert.Equal(Permissions.ViewAudit, (await Assert.ThrowsAsync<ForbiddenException>(() => place.Here.Get<RequestReport>().ExecuteAsync(Access, Staff.Marketer, token))).Permission);
    }
}
