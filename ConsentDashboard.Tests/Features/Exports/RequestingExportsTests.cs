using ConsentDashboard.Data;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Features.Exports.Requests;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Operations.Exports;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.Exports;

public sealed class RequestingExportsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What is wrong with a request, and the field and key that say so.</summary>
    public static TheoryData<string, string, string?> Wrong => new()
    {
        { "no why", "Exports.WhyMissing", "why" },
        { "a number as why", "Exports.TextHasNumber", "why" },
        { "no columns", "Exports.NoColumns", "columns" },
        { "more columns without a reason", "Exports.ColumnsReasonMissing", "columnsReason" },
        { "a number as the reason", "Exports.TextHasNumber", "columnsReason" },
        { "another sender's purpose", "Exports.UnknownPurpose", "purpose" },
        { "a purpose that no wording names", "Exports.PurposeNeverAsked", "purpose" },
        { "no sender", "Exports.UnknownSender", "sender" },
        { "no such recipient", "Exports.UnknownSeed", "seed" },
        { "no such segment", "Exports.UnknownSegment", "segment" },
        { "nobody to contact", "Exports.Nobody", null },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_may_not_be_asked_for_is_refused_with_its_field(string what, string key, string? field)
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        var right = room.Input();
        var wrong = what switch
        {
            "no why" => right with { Why = "  " },
            "a number as why" => right with { Why = "for +7 916 000-00-01" },
            "no columns" => right with { Columns = ExportColumns.None },
            "more columns without a reason" => right with { Columns = ExportColumns.All },
            "a number as the reason" => right with { Columns = ExportColumns.All, ColumnsReason = "+79160000001" },
            "another sender's purpose" => right with { Sender = room.Here.Bank.PublicId },
            "a purpose that no wording names" => right with { Purpose = room.News.PublicId },
            "no sender" => right with { Sender = default },
            "no such recipient" => right with { Seed = room.News.PublicId },
            "no such segment" => right with { Segment = room.News.PublicId },
            _ => right with { Channel = Channel.Call },
        };

        var refused = await room.Here.Get<RequestExport>().ExecuteAsync(wrong, Staff.Marketer, Token);

        Assert.Equal((key, field), (refused.Error?.Key, refused.Error?.Field));
        await using var db = room.Here.Open();
        Assert.Empty(db.ExportJobs);
    }

    [Fact]
    public async Task What_was_asked_for_is_written_down_with_the_audit_trail()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1, 2);

        var job = await room.JobAsync(await room.RequestAsync(room.Input() with { Why = " spring ", Columns = ExportColumns.Number | ExportColumns.Region, ColumnsReason = "by country" }));

        Assert.Equal((JobStatus.Waiting, false, 2), (job.Status, job.NeedsApproval, job.ExpectedRows));
        Assert.Equal(("spring", "by country", Staff.Marketer.Key, Staff.Marketer.Name), (job.Why, job.ColumnsReason, job.CreatedBy, job.CreatedByName));
        await using var db = room.Here.Open();
        var entry = await db.AuditEntries.SingleAsync(entry => entry.Action == AuditAction.ExportRequested, Token);
        Assert.Equal(($"{job.PublicId}", "spring", Staff.Marketer.Key), (entry.Subject, entry.Reason, entry.Actor));
        Assert.Contains("\"expectedRows\":2", entry.Details, StringComparison.Ordinal);
        Assert.Contains("[\"row_key\",\"number\",\"region\"]", entry.Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.ComplianceOfficer, false)]
    [InlineData(Roles.Marketer, true)]
    [InlineData(Roles.Administrator, false)]
    [InlineData(Roles.SupportAgent, false)]
    [InlineData(Roles.Auditor, false)]
    public async Task Only_a_marketer_asks(string role, bool may)
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);

        var asked = await Record.ExceptionAsync(() => room.RequestAsync(actor: Staff.Of(role)));

        Assert.Equal(may, asked is null);
        Assert.True(may || asked is ForbiddenException { Permission: Permissions.RequestExport });
    }

    [Fact]
    public async Task A_day_has_so_many_rows_and_what_came_to_nothing_does_not_count()
    {
        await using var room = await ExportRoom.OpenAsync(set: options => options.DailyRows[Roles.Marketer] = 5);
        await room.GiveAsync(1, 2);
        var request = room.Here.Get<RequestExport>();
        await room.RequestAsync();
        var cancelled = await room.RequestAsync();

        Assert.Equal("Exports.OverLimit", (await request.ExecuteAsync(room.Input(), Staff.Marketer, Token)).Error?.Key);
        Assert.False((await request.ExecuteAsync(room.Input(), Actor.User("another", "Another", [Roles.Marketer]), Token)).Failed);

        Assert.False((await room.Here.Get<CancelExport>().ExecuteAsync(cancelled, Staff.Marketer, Token)).Failed);
        await room.RequestAsync();
        Assert.Equal("Exports.OverLimit", (await request.ExecuteAsync(room.Input(), Staff.Marketer, Token)).Error?.Key);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(1));
        await room.RequestAsync();
    }

    [Fact]
    public async Task A_list_larger_than_the_limit_is_refused_at_once()
    {
        await using var room = await ExportRoom.OpenAsync(set: options => options.DailyRows[Roles.Marketer] = 2);
        await room.GiveAsync(1, 2, 3);

        Assert.Equal("Exports.OverLimit", (await room.Here.Get<RequestExport>().ExecuteAsync(room.Input(), Staff.Marketer, Token)).Error?.Key);
    }

    [Fact]
    public async Task Two_requests_at_once_do_not_both_take_what_is_left()
    {
        await using var room = await ExportRoom.OpenAsync(set: options => options.DailyRows[Roles.Marketer] = 3);
        await room.GiveAsync(1, 2);
        var request = room.Here.Get<RequestExport>();

        var asked = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => request.ExecuteAsync(room.Input(), Staff.Marketer, Token))));

        Assert.Single(asked, one => !one.Failed);
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Nor_do_two_in_different_processes(DatabaseProvider provider)
    {
        await DatabaseProviders.SkipUnlessAtHandAsync(provider);
        await using var room = await ExportRoom.OpenAsync(provider, options => options.DailyRows[Roles.Marketer] = 3);
        await room.GiveAsync(1, 2);
        await using var beside = room.Beside();
        RequestExport[] processes = [room.Here.Get<RequestExport>(), beside.Get<RequestExport>()];

        var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => processes[n % 2].ExecuteAsync(room.Input(), Staff.Marketer, Token))));

        Assert.Single(asked, one => !one.Failed);
        await using var db = room.Here.Open();
        Assert.Equal(1, await db.ExportJobs.CountAsync(Token));
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.ExportRequested, Token));
    }

    [Fact]
    public async Task A_large_list_in_small_parts_needs_a_second_person_as_well()
    {
        await using var room = await ExportRoom.OpenAsync(set: options => options.ApprovalAbove = 5);
        await room.GiveAsync(1, 2);

        var first = await room.JobAsync(await room.RequestAsync());
        var second = await room.ExportAsync();
        var third = await room.JobAsync(await room.RequestAsync());
        var others = await room.JobAsync(await room.RequestAsync(actor: Actor.User("another", "Another", [Roles.Marketer])));

        Assert.Equal([false, false, true, false], [first.NeedsApproval, second.NeedsApproval, third.NeedsApproval, others.NeedsApproval]);
        Assert.Equal(JobStatus.AwaitingApproval, third.Status);
        room.Here.Database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.False((await room.JobAsync(await room.RequestAsync())).NeedsApproval);
    }

    [Fact]
    public async Task Above_a_size_nothing_begins_before_a_second_person_agrees()
    {
        await using var room = await ExportRoom.OpenAsync(set: options => options.ApprovalAbove = 1);
        await room.GiveAsync(1, 2);
        var id = await room.RequestAsync();

        Assert.False(await room.WorkAsync());
        Assert.Equal(JobStatus.AwaitingApproval, (await room.JobAsync(id)).Status);
        Assert.False((await room.Here.Get<ApproveExport>().ExecuteAsync(new(id, "seen"), Staff.Officer, Token)).Failed);
        Assert.True(await room.WorkAsync());

        var job = await room.JobAsync(id);
        Assert.Equal((JobStatus.Done, Staff.Officer.Key, "seen"), (job.Status, job.DecidedBy, job.DecisionNote));
        await using var db = room.Here.Open();
        Assert.Equal(Staff.Officer.Key, (await db.AuditEntries.SingleAsync(entry => entry.Action == AuditAction.ExportApproved, Token)).Actor);
        Assert.Equal("Exports.AlreadyDecided", (await room.Here.Get<ApproveExport>().ExecuteAsync(new(id), Staff.Administrator, Token)).Error?.Key);
    }

    [Fact]
    public async Task Whoever_asked_does_not_agree_whatever_their_roles()
    {
        await using var room = await ExportRoom.OpenAsync(set: options => options.ApprovalAbove = 0);
        await room.GiveAsync(1);
        var asker = Actor.User("both", "Both", [Roles.Marketer, Roles.ComplianceOfficer]);
        var again = Actor.User("both", "Both", [Roles.Administrator]);
        var id = await room.RequestAsync(actor: asker);

        Assert.Equal("Exports.SamePerson", (await room.Here.Get<ApproveExport>().ExecuteAsync(new(id), asker, Token)).Error?.Key);
        Assert.Equal("Exports.SamePerson", (await room.Here.Get<ApproveExport>().ExecuteAsync(new(id), again, Token)).Error?.Key);
        Assert.Equal("Exports.SamePerson", (await room.Here.Get<RejectExport>().ExecuteAsync(new(id, "no"), again, Token)).Error?.Key);
        await Assert.ThrowsAsync<ForbiddenException>(() => room.Here.Get<ApproveExport>().ExecuteAsync(new(id), Staff.Marketer, Token));
    }

    [Fact]
    public async Task A_refusal_says_why_and_gives_the_rows_back()
    {
        await using var room = await ExportRoom.OpenAsync(set: options => (options.ApprovalAbove, options.DailyRows[Roles.Marketer]) = (0, 1));
        await room.GiveAsync(1);
        var id = await room.RequestAsync();
        var reject = room.Here.Get<RejectExport>();

        Assert.Equal("Exports.NoteMissing", (await reject.ExecuteAsync(new(id, " "), Staff.Officer, Token)).Error?.Key);
        Assert.Equal("Exports.TextHasNumber", (await reject.ExecuteAsync(new(id, "ask +79160000001"), Staff.Officer, Token)).Error?.Key);
        Assert.False((await reject.ExecuteAsync(new(id, "too many"), Staff.Officer, Token)).Failed);

        Assert.Equal((JobStatus.Rejected, "too many"), ((await room.JobAsync(id)).Status, (await room.JobAsync(id)).DecisionNote));
        Assert.False(await room.WorkAsync());
        await room.RequestAsync();
    }

    [Fact]
    public async Task Only_whoever_asked_or_may_approve_cancels_and_not_afterwards()
    {
        await using var room = await ExportRoom.OpenAsync();
        await room.GiveAsync(1);
        var cancel = room.Here.Get<CancelExport>();
        var id = await room.RequestAsync();

        Assert.Equal("Exports.NotYours", (await cancel.ExecuteAsync(id, Actor.User("another", "Another", [Roles.Marketer]), Token)).Error?.Key);
        Assert.Equal("Exports.NotYours", (await cancel.ExecuteAsync(id, Staff.Auditor, Token)).Error?.Key);
        Assert.False((await cancel.ExecuteAsync(id, Staff.Officer, Token)).Failed);
        Assert.False(await room.WorkAsync());

        var done = await room.ExportAsync();
        Assert.Equal("Exports.TooLate", (await cancel.ExecuteAsync(done.PublicId, Staff.Marketer, Token)).Error?.Key);
    }

    [Fact]
    public void Limits_by_role_take_the_largest_and_wrong_settings_are_named()
    {
        var options = new ExportOptions { DailyRows = new(StringComparer.Ordinal) { [Roles.Marketer] = 5, [Roles.Administrator] = 9 } };

        Assert.Equal([5L, 9L, 0L], [options.DailyRowsOf([Roles.Marketer]), options.DailyRowsOf([Roles.Marketer, Roles.Administrator]), options.DailyRowsOf([Roles.Auditor])]);
        Assert.DoesNotContain(options.Rules(), rule => !rule.Holds);
        options.DailyRows["Boss"] = -1;
        (options.KeepDays, options.RecallDays, options.ApprovalAbove) = (0, -1, -1);
        Assert.Equal(
            ["Exports:DailyRows:Boss", "Exports:DailyRows:Boss", "Exports:ApprovalAbove", "Exports:KeepDays", "Exports:RecallDays"],
            options.Rules().Where(rule => !rule.Holds).Select(rule => rule.Key));
    }
}
