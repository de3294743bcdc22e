using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.CollectionPoints.Linting;
using ConsentDashboard.Features.CollectionPoints;
using ConsentDashboard.Features.CollectionPoints.Editing;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Features.CollectionPoints;

public sealed class SavingPointsTests
{
    public static TheoryData<string, string, string> Refused => new()
    {
        { "Point.NameMissing", "Name", " " },
        { "Point.TooLong", "Name", new string('x', 201) },
        { "Point.SlugBad", "Slug", "Tea Club" },
        { "Point.SlugBad", "Slug", "../admin" },
        { "Point.SlugTaken", "Slug", "form-1" },
        { "Point.SenderMissing", "Sender", "" },
        { "Point.NoticeUnknown", "Notice", "" },
        { "Point.RegionMissing", "DefaultRegion", "" },
        { "Point.FieldNameMissing", "Fields", "" },
        { "Point.FieldTwice", "Fields", "FAVOURITE tea " },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_was_typed_is_stored_and_audited(DatabaseProvider provider)
    {
        await using var collecting = await Collecting.CreateAsync(provider);

        var mark = await collecting.SavedAsync();

        var saved = await collecting.FindAsync(mark.Point);
        Assert.Equal((CollectionPointStatus.Draft, 1, "GB", "GB, US"), (saved.Status, saved.Version, saved.Draft.DefaultRegion, saved.Draft.AllowedRegions));
        Assert.Equal(("favourite tea", "chooses which blends we write about"), (saved.Draft.Fields.Single().Name, saved.Draft.Fields.Single().Purpose));
        Assert.Empty(saved.Findings);
        await using var db = collecting.Here.Open();
        var entry = await db.AuditEntries.SingleAsync(Token);
        Assert.Equal((AuditAction.PointSaved, mark.Point.ToString(), Staff.Officer.Key), (entry.Action, entry.Subject, entry.Actor));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task Fields_come_go_and_change_their_names(DatabaseProvider provider)
    {
        await using var collecting = await Collecting.CreateAsync(provider);
        var mark = await collecting.SavedAsync();
        var draft = collecting.Draft();
        draft.Fields = [new() { Name = "Favourite Tea", Purpose = "now written otherwise", Required = true }, new() { Name = "shelf", Purpose = "tells where the card was taken" }];
        var second = (await collecting.Save.ExecuteAsync(new(mark.Point, mark.Version, draft), Staff.Officer, Token)).Value!;
        draft.Fields.RemoveAt(0);

        await collecting.Save.ExecuteAsync(new(mark.Point, second.Version, draft), Staff.Officer, Token);

        Assert.Equal(["shelf"], (await collecting.FindAsync(mark.Point)).Draft.Fields.Select(field => field.Name));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_be_stored_is_said_beside_its_field(string key, string field, string value)
    {
        await using var collecting = await Collecting.CreateAsync();
        var draft = collecting.Draft();
        switch (Enum.Parse<PointPart>(field))
        {
            case PointPart.Name: draft.Name = value; break;
            case PointPart.Slug: draft.Slug = value; break;
            case PointPart.Sender: draft.Sender = null; break;
            case PointPart.Notice: draft.Notice = PublicId.Create(); break;
            case PointPart.DefaultRegion: draft.DefaultRegion = value; break;
            default: draft.Fields.Add(new() { Name = value }); break;
        }

        var saved = await collecting.Save.ExecuteAsync(new(null, 0, draft), Staff.Officer, Token);

        Assert.Equal((key, field), (saved.Error?.Key, saved.Error?.Field));
        await using var db = collecting.Here.Open();
        Assert.Equal(2, await db.CollectionPoints.CountAsync(Token));
        Assert.False(await db.AuditEntries.AnyAsync(Token));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task An_edit_of_what_somebody_else_changed_meanwhile_is_refused(DatabaseProvider provider)
    {
        await using var collecting = await Collecting.CreateAsync(provider);
        var mark = await collecting.SavedAsync();
        var (first, second) = (collecting.Draft(), collecting.Draft());
        (first.Name, second.Name) = ("first", "second");

        Assert.False((await collecting.Save.ExecuteAsync(new(mark.Point, mark.Version, first), Staff.Officer, Token)).Failed);
        Assert.Equal(PointErrors.Stale, (await collecting.Save.ExecuteAsync(new(mark.Point, mark.Version, second), Staff.Officer, Token)).Error);

        Assert.Equal("first", (await collecting.FindAsync(mark.Point)).Draft.Name);
    }

    [Fact]
    public async Task Of_many_edits_at_once_one_is_stored()
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.SavedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => collecting.Save.ExecuteAsync(new(mark.Point, mark.Version, collecting.Draft()), Staff.Officer))));

        Assert.Single(answers, answer => !answer.Failed);
        Assert.All(answers.Where(answer => answer.Failed), answer => Assert.Equal(PointErrors.Stale, answer.Error));
    }

    [Theory, MemberData(nameof(DatabaseProviders.All), MemberType = typeof(DatabaseProviders))]
    public async Task What_another_process_writes_between_look_and_write_wins(DatabaseProvider provider)
    {
        await using var collecting = await Collecting.CreateAsync(provider);
        var mark = await collecting.SavedAsync();
        var ours = new PointWriting(collecting.Here.Database.Contexts, new WriteGate());

        var edited = await ours.ChangeAsync(mark.Point, mark.Version, async open =>
        {
            open.Point.Name = "ours";
            await collecting.Save.ExecuteAsync(new(mark.Point, mark.Version, collecting.Draft()), Staff.Officer, Token);
            return Result.Ok;
        }, Token);
        var moved = await ours.ChangeAsync(mark.Point, mark.Version + 1, async open =>
        {
            open.Point.Slug = "contested";
            await collecting.Save.ExecuteAsync(new(null, 0, collecting.Draft("contested")), Staff.Officer, Token);
            return Result.Ok;
        }, Token);

        Assert.Equal((PointErrors.Stale, PointErrors.SlugTaken), (edited.Error, moved.Error));
        Assert.Equal("Tea club", (await collecting.FindAsync(mark.Point)).Draft.Name);
    }

    [Fact]
    public async Task An_edit_that_brings_a_finding_to_a_point_in_use_is_refused_by_name()
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.ActiveAsync();
        var draft = collecting.Draft();
        draft.BoxesStartUnticked = false;

        var saved = await collecting.Save.ExecuteAsync(new(mark.Point, mark.Version, draft), Staff.Officer, Token);

        Assert.Equal(("Point.BringsFinding", "boxes-ticked"), (saved.Error?.Key, saved.Error?.Field));
        Assert.True((await collecting.FindAsync(mark.Point)).Draft.BoxesStartUnticked);
    }

    [Fact]
    public async Task What_was_wrong_before_does_not_stand_in_the_way_of_an_edit()
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.ActiveAsync();
        await using var db = collecting.Here.Open();
        await db.NoticeVersions.Where(version => version.Id == collecting.Wording.Id).ExecuteUpdateAsync(set => set.SetProperty(version => version.PrivacyPolicyUrl, ""), Token);
        var draft = collecting.Draft();
        draft.Place = "another page";

        Assert.False((await collecting.Save.ExecuteAsync(new(mark.Point, mark.Version, draft), Staff.Officer, Token)).Failed);
    }

    [Fact]
    public async Task The_address_and_the_sender_of_a_point_in_use_stay()
    {
        await using var collecting = await Collecting.CreateAsync();
        var mark = await collecting.ActiveAsync();
        var (moved, sold) = (collecting.Draft("other-club"), collecting.Draft());
        sold.Sender = collecting.Here.Bank.PublicId;

        Assert.Equal(PointErrors.SlugFixed, (await collecting.Save.ExecuteAsync(new(mark.Point, mark.Version, moved), Staff.Officer, Token)).Error);
        Assert.Equal(PointErrors.SenderFixed, (await collecting.Save.ExecuteAsync(new(mark.Point, mark.Version, sold), Staff.Officer, Token)).Error);
    }

    [Fact]
    public async Task Who_may_not_manage_saves_nothing()
    {
        await using var collecting = await Collecting.CreateAsync();

        foreach (var actor in new[] { Staff.Marketer, Staff.Administrator, Staff.SupportAgent, Staff.Auditor })
        {
            await Assert.ThrowsAsync<ForbiddenException>(() => collecting.Save.ExecuteAsync(new(null, 0, collecting.Draft()), actor, Token));
        }

        await Assert.ThrowsAsync<ForbiddenException>(() => collecting.Queries.ListAsync(Staff.SupportAgent, Token));
    }
}
