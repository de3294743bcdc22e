using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>What the marketers of the demo company look for again and again.</summary>
internal sealed class DemoSegments(DashboardDbContext db, DemoCompany company, DateTime now)
{
    private static readonly Actor Owner = Actor.User("demo-marketing", "Marketing", []);

    public async Task WriteAsync(CancellationToken cancellation)
    {
        var (shop, brand) = (company.Shop.Sender, company.Brand.Sender);
        await AddAsync($"{shop.Name}: offers by SMS, active", "For the monthly offers.", [Given(shop.Id, MessageType.Promotional), Active(180)], cancellation);
        await AddAsync($"{shop.Name}: silent for a year", "Before they are cleaned away: one last informational text.", [Given(shop.Id, MessageType.Informational), Silent(365)], cancellation);
        await AddAsync($"{brand.Name}: new this month", "To be welcomed.", [Given(brand.Id, null), Fresh(brand.Id, 30)], cancellation);
    }

    private async Task AddAsync(string name, string description, SegmentCondition[] conditions, CancellationToken cancellation)
    {
        var segment = new Segment
        {
            PublicId = PublicId.Create(),
            Name = name,
            Description = description,
            OwnedBy = Owner.Key,
            OwnerName = Owner.Name,
            IsShared = true,
            CurrentVersion = 1,
            CreatedAt = now,
            UpdatedAt = now,
            Version = 1,
        };
        db.Add(segment);
        await db.SaveChangesAsync(cancellation);
        var definition = new SegmentDefinition { Root = new() { Conditions = conditions } };
        db.Add(new SegmentVersion { SegmentId = segment.Id, Number = 1, Definition = definition.ToJson(), CreatedAt = now, CreatedBy = Owner.Key, CreatedByName = Owner.Name });
        await db.SaveChangesAsync(cancellation);
    }

    private static SegmentCondition Given(long sender, MessageType? type) => new() { Field = SegmentField.State, States = [ConsentState.Given], SenderId = sender, Channel = Channel.Sms, MessageType = type };

    private static SegmentCondition Active(int days) => new() { Field = SegmentField.LastActivity, Period = new() { Kind = SegmentPeriodKind.InTheLastDays, Days = days } };

    private static SegmentCondition Silent(int days) => new() { Field = SegmentField.LastActivity, Period = new() { Kind = SegmentPeriodKind.MoreThanDaysAgo, Days = days } };

    private static SegmentCondition Fresh(long sender, int days) => new() { Field = SegmentField.OptedIn, SenderId = sender, Channel = Channel.Sms, Period = new() { Kind = SegmentPeriodKind.InTheLastDays, Days = days } };
}
