using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Features.Exports.Recall;
using ConsentDashboard.Operations.ConsentDecision;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Operations.Sends;
using ConsentDashboard.Tests.Operations.Exports;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Exports;

/// <summary>Whom a recall names, and for how long it can be asked.</summary>
public sealed class RecallingExportsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Whoever_got_the_campaign_and_with_it_all_that_was_promised_is_not_named(DatabaseProvider provider)
    {
        await DatabaseProviders.SkipUnlessAtHandAsync(provider);
        await using var room = await ExportRoom.OpenAsync(provider);
        await using (var db = room.Here.Open())
        {
            await db.NoticeVersions.ExecuteUpdateAsync(set => set.SetProperty(v => v.FrequencyCount, 1).SetProperty(v => v.FrequencyPeriod, FrequencyPeriod.Week), Token);
        }

        await room.GiveAsync(1, 2);
        var job = await room.ExportAsync();
        await room.Here.Get<CountSends>().ExecuteAsync(
            new(room.Here.Shop.Id, Channel.Sms, MessageType.Promotional, room.Now), [new(room.Here.Number(1), 1), new(room.Here.Number(2), 1)], cancellation: Token);

        Assert.Equal(DecisionReasons.OverFrequency, await room.Here.Get<DecideOne>().ExecuteAsync(room.Here.Number(1), new(room.Here.Shop.Id, Channel.Sms, MessageType.Promotional), Token));
        Assert.Empty((await room.Here.Get<RecallQueries>().ReadAsync(job, 0, Token)).Rows);
        Assert.Equal(new Counted(0, IsExact: true), await room.Here.Get<RecallQueries>().CountAsync(job.PublicId, Staff.Auditor, Token));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Whoever_agreed_again_to_something_else_is_named(DatabaseProvider provider)
    {
        await DatabaseProviders.SkipUnlessAtHandAsync(provider);
        await using var room = await ExportRoom.OpenAsync(provider);
        var silent = await room.SilentWordingAsync();
        await room.GiveAsync(1, 2);
        var job = await room.ExportAsync();
        room.Here.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await room.RecordAsync(room.Here.OptIn(1) with { NoticeVersionId = silent.Id });
        await room.GiveAsync(2);

        var row = Assert.Single((await room.Here.Get<RecallQueries>().ReadAsync(job, 0, Token)).Rows);

        Assert.Equal((DecisionReasons.None, A.Number(1)), (row.Reasons, row.Number));
        Assert.Equal(["purpose_not_agreed"], row.Words);
        Assert.Equal(new Counted(1, IsExact: true), await room.Here.Get<RecallQueries>().CountAsync(job.PublicId, Staff.Auditor, Token));
        await using var file = (await room.Here.Get<RecallFile>().ExecuteAsync(job.PublicId, Staff.Marketer, Token)).Value!.Content;
        using var reader = new StreamReader(file, Encoding.UTF8);
        Assert.Contains($"{A.Number(1)},purpose_not_agreed\r\n", await reader.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_its_days_are_over_nothing_is_named_although_rows_are_still_there()
    {
        await using var room = await ExportRoom.OpenAsync(set: options => options.RecallDays = 30);
        await room.GiveAsync(1);
        var job = await room.ExportAsync();
        await room.RecordAsync(room.Here.Stop(1));
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(new Counted(1, IsExact: true), await room.Here.Get<RecallQueries>().CountAsync(job.PublicId, Staff.Auditor, Token));

        room.Here.Database.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.NotEmpty(await room.ItemsAsync(job));
        Assert.Equal("Exports.RecallOver", (await room.Here.Get<RecallFile>().ExecuteAsync(job.PublicId, Staff.Marketer, Token)).Error?.Key);
        Assert.Null(await room.Here.Get<RecallQueries>().CountAsync(job.PublicId, Staff.Auditor, Token));
    }
}
