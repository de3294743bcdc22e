using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>What happens between one subscriber and one sender, from the first question to today.</summary>
internal sealed class DemoTrack(DemoPerson person, DemoSender sender, DemoCalendar calendar, DemoEvidence proof, List<ConsentAct> acts)
{
    private static readonly Weighted<DemoExit> Exits = new((DemoExit.Stop, 56), (DemoExit.Link, 22), (DemoExit.Form, 9), (DemoExit.Call, 8), (DemoExit.App, 5));

    private readonly DemoActs _to = new(person, sender, proof, acts);
    private ConsentCells _given;

    // When she last agreed, and when the company last heard of or from her: with paper and lists these lie apart.
    private DateTime _agreedAt;
    private DateTime _at;

    private DemoRandom Random => person.Random;

    /// <summary>When she stopped hearing from this sender altogether; null while she hears from it.</summary>
    public DateTime? StoppedAt { get; private set; }

    /// <summary>When she stopped all senders at once.</summary>
    public DateTime? StoppedAllAt { get; private set; }

    public bool HasConsent => _given != ConsentCells.None;

    /// <summary>She comes by one of the sender's doors.</summary>
    public void Begin(DateTime day)
    {
        var door = sender.Doors.Pick(Random);
        var hours = door.Kind is DemoDoorKind.Spoken or DemoDoorKind.Paper ? DemoHours.Opening : DemoHours.Online;
        _at = _agreedAt = calendar.MomentOn(day, person.Region, hours, Random);
        Enter(door, Chosen());
        if (door.Kind == DemoDoorKind.Paper)
        {
            Doubt(0.05, "the scan cannot be read");
        }

        Live(door);
    }

    /// <summary>She comes on the list of an older system.</summary>
    public void Import(int batch, DateTime at)
    {
        (_at, _agreedAt) = (at, at.AddDays(-Random.Between(20, 300)).AddMinutes(-Random.Below(1440)));
        var proven = Random.Chance(0.88);
        var cells = Chosen();
        _to.Imported(batch, cells, _agreedAt, at, proven);
        _given = proven ? cells : ConsentCells.None;
        Doubt(0.03, "the older system's record is missing");
        Live(sender.Doors.At(0));
    }

    private void Enter(DemoDoor door, ConsentCells cells)
    {
        switch (door.Kind)
        {
            case DemoDoorKind.Form when door.Point.DoubleOptIn:
                Ask(door, cells);
                return;
            case DemoDoorKind.Spoken when Random.Chance(0.16):
                _to.Spoken(door, cells, _at, agreed: false);
                return;
            case DemoDoorKind.Spoken:
                _to.Spoken(door, cells, _at, agreed: true);
                break;
            case DemoDoorKind.Paper:
                _at = After(TimeSpan.FromDays(Random.Between(1, 3)), DemoHours.Opening) ?? _at.AddSeconds(1);
                _to.Paper(door, cells, _agreedAt, _at);
                break;
            case DemoDoorKind.Keyword:
                cells = (cells & ConsentCells.AllSms) | ConsentCells.SmsPromotional;
                _to.Texted(door, cells, _at, sender.Keyword);
                break;
            default:
                _to.Ticked(door, cells, _at);
                break;
        }

        _given = cells;
    }

    // Whoever confirms mostly does so within minutes; in the last days some have not come round to it yet.
    private void Ask(DemoDoor door, ConsentCells cells)
    {
        var over = _at.AddHours(DemoPoints.DoubleOptInHours) + Random.Seconds(5, 300);
        var confirmedAt = _at + (Random.Chance(0.9) ? Random.Seconds(15, 420) : Random.Seconds(3_600, 80_000));
        if (Random.Chance(over < calendar.End ? 0.84 : 0.5) && confirmedAt < calendar.End)
        {
            _to.Asked(door, cells, _at, confirmedAt, null);
            (_given, _agreedAt, _at) = (cells, confirmedAt, confirmedAt);
        }
        else
        {
            _to.Asked(door, cells, _at, null, over < calendar.End ? over : null);
        }
    }

    private void Doubt(double probability, string reason)
    {
        if (HasConsent && Random.Chance(probability) && After(TimeSpan.FromDays(Random.Between(10, 60)), DemoHours.Opening) is { } at)
        {
            _to.Recorded(ConsentEventType.Invalidated, _given, at, at, DemoStaff.Officer, Source.Staff, reason);
            _given = ConsentCells.None;
        }
    }

    private void Live(DemoDoor door)
    {
        while (HasConsent)
        {
            var expiresAt = _agreedAt.AddMonths(sender.Contact.Version.LifespanMonths);
            if (Random.Chance(0.3) && After(Random.Wait(TimeSpan.FromDays(150)), DemoHours.Online) is { } leavesAt && leavesAt < expiresAt)
            {
                var exit = Exits.Pick(Random);
                Leave(exit, leavesAt);
                Return(door, exit);
            }
            else if (expiresAt >= calendar.End)
            {
                return;
            }
            else if (Random.Chance(0.65) && calendar.MomentOn(expiresAt.AddDays(-Random.Between(2, 26)), person.Region, DemoHours.Online, Random) is var renewedAt && renewedAt > _at.AddHours(1))
            {
                _to.Renewed(door, _given, renewedAt);
                (_agreedAt, _at) = (renewedAt, renewedAt);
            }
            else
            {
                Expire(expiresAt);
            }
        }
    }

    private void Leave(DemoExit exit, DateTime at)
    {
        var part = Part(exit);
        var act = _to.Withdrawn(part == ConsentCells.None ? ConsentCells.All : part, at, exit);
        _at = act.ReceivedAt!.Value;
        StoppedAllAt ??= exit == DemoExit.Form ? at : null;
        if (part != ConsentCells.None)
        {
            _given &= ~part;
        }
        else if (act.Assurance == Assurance.Asserted && Random.Chance(0.04) && After(TimeSpan.FromDays(Random.Between(1, 9)), DemoHours.Opening) is { } annulledAt)
        {
            _to.Recorded(ConsentEventType.Annulled, ConsentCells.None, annulledAt, annulledAt, DemoStaff.Officer, Source.Staff, "the number was typed in by mistake; two officers called back", act.EventKey);
            _at = annulledAt;
        }
        else
        {
            (_given, StoppedAt) = (ConsentCells.None, at);
        }
    }

    private void Return(DemoDoor door, DemoExit exit)
    {
        if (HasConsent || !Random.Chance(0.1) || After(TimeSpan.FromDays(3) + Random.Wait(TimeSpan.FromDays(50)), DemoHours.Online) is not { } at)
        {
            return;
        }

        var cells = Chosen();
        if (exit == DemoExit.Stop)
        {
            cells = (cells & ConsentCells.AllSms) | ConsentCells.SmsPromotional;
            _to.Texted(door, cells, at, person.Language == "ru" ? "ДА" : "START");
        }
        else
        {
            _to.Ticked(sender.Doors.At(0), cells, at);
        }

        (_given, _agreedAt, _at, StoppedAt) = (cells, at, at, null);
    }

    private void Expire(DateTime expiresAt)
    {
        var nightly = expiresAt.Date.AddHours(2).AddSeconds(600 + Random.Below(600));
        var recordedAt = nightly > expiresAt ? nightly : nightly.AddDays(1);
        if (recordedAt < calendar.End)
        {
            _to.Recorded(ConsentEventType.Expired, _given, expiresAt, recordedAt, DemoStaff.Policy, Source.Policy);
            _at = recordedAt;
        }

        _given = ConsentCells.None;
    }

    // From the preference page and from staff some leave only a part: one channel, or one type of message.
    private ConsentCells Part(DemoExit exit)
    {
        var part = exit switch
        {
            DemoExit.Link when Random.Chance(0.5) => Cells.OfType(Random.Chance(0.5) ? MessageType.Advertising : MessageType.Promotional),
            DemoExit.Call when Random.Chance(0.4) => ConsentCells.AllCalls,
            DemoExit.App when Random.Chance(0.4) => ConsentCells.AllSms,
            _ => ConsentCells.None,
        };
        return (_given & part) == ConsentCells.None || (_given & ~part) == ConsentCells.None ? ConsentCells.None : part;
    }

    private ConsentCells Chosen()
    {
        var cells = Random.Chance(0.85) ? ConsentCells.SmsPromotional : ConsentCells.SmsInformational;
        cells |= Random.Chance(0.55) ? ConsentCells.SmsInformational : ConsentCells.None;
        cells |= Random.Chance(0.35) ? ConsentCells.SmsAdvertising : ConsentCells.None;
        cells |= Random.Chance(0.12) ? ConsentCells.CallInformational : ConsentCells.None;
        cells |= Random.Chance(0.15) ? ConsentCells.CallPromotional : ConsentCells.None;
        return cells & sender.Contact.Wording.Cells;
    }

    /// <returns>A moment that comes well after the last, in her waking hours; null where that is still to come.</returns>
    private DateTime? After(TimeSpan wait, DemoHours hours)
    {
        var day = _at + wait;
        if (day >= calendar.End)
        {
            return null;
        }

        var at = calendar.MomentOn(day, person.Region, hours, Random);
        at = at > _at.AddMinutes(10) ? at : _at.Add(Random.Seconds(600, 12_000));
        return at < calendar.End ? at : null;
    }
}
