using ConsentDashboard.Domain.CollectionPoints;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>
/// How often the forms were looked at and sent in during the last weeks, per hour. What was sent in is what the ledger
/// has; for each of those, some more people looked and went on.
/// </summary>
internal sealed class DemoVisits(DemoCalendar calendar, long seed)
{
    private const int Days = 60;

    // How many look for each who sends the form in, and how many look in an hour of the day in which nobody does.
    private const int FewestLooks = 2;
    private const int MostLooks = 6;
    private const double IdleLooks = 0.12;

    private readonly Dictionary<Place, int> _submitted = [];

    private DateTime From => calendar.End.AddDays(-Days);

    public void Add(IEnumerable<ConsentAct> acts)
    {
        foreach (var act in acts)
        {
            // Two documents are sent in by one form.
            if (act is { Source: Source.HostedForm, Kind: ConsentKind.Contact, IsTest: false, Type: ConsentEventType.Given or ConsentEventType.Requested } && act.OccurredAt >= From)
            {
                var place = new Place(act.CollectionPointId!.Value, act.NoticeVersionId!.Value, act.Language, Hour(act.OccurredAt));
                _submitted[place] = _submitted.GetValueOrDefault(place) + 1;
            }
        }
    }

    public IEnumerable<PointCounter> Counters(DemoCompany company)
    {
        foreach (var sender in (DemoSender[])[company.Shop, company.Brand])
        {
            foreach (var point in sender.Doors.Items.Where(door => door.Kind == DemoDoorKind.Form).Select(door => door.Point))
            {
                foreach (var language in sender.Contact.Wording.Texts.Select(text => text.Language))
                {
                    foreach (var counter in Hours(point, sender.Contact.Version.Id, language))
                    {
                        yield return counter;
                    }
                }
            }
        }
    }

    private IEnumerable<PointCounter> Hours(CollectionPoint point, long noticeVersionId, string language)
    {
        var random = new DemoRandom(seed, (long)DemoRandom.Mix((ulong)point.Id ^ ((ulong)language[0] << 32)));
        for (var hour = From; hour < calendar.End; hour = hour.AddHours(1))
        {
            var submitted = _submitted.GetValueOrDefault(new(point.Id, noticeVersionId, language, hour));
            var shown = submitted;
            for (var i = 0; i < submitted; i++)
            {
                shown += random.Between(FewestLooks, MostLooks);
            }

            shown += hour.Hour is >= 6 and < 22 && random.Chance(IdleLooks) ? random.Between(1, 3) : 0;
            if (shown > 0)
            {
                yield return new() { CollectionPointId = point.Id, NoticeVersionId = noticeVersionId, Language = language, Hour = hour, Shown = shown, Submitted = submitted };
            }
        }
    }

    private static DateTime Hour(DateTime at) => at.Date.AddHours(at.Hour);

    private readonly record struct Place(long Point, long NoticeVersion, string Language, DateTime Hour);
}
