using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>Tells the history of each subscriber: the same for the same seed, place and number of subscribers.</summary>
internal sealed class DemoLife(DemoCompany company, DemoCalendar calendar, long seed, int total)
{
    private const int TestPeople = 5;

    private static readonly string[] Disputes = ["Complaint to the regulator", "Lawyer's letter about a call", "Dispute about a prize draw", "Request of the consumer office"];

    private readonly DemoEvidence _proof = new();

    // One cleaning was run so far; whoever left a month or more before it is off every list since.
    private readonly DateTime _cleaning = calendar.End.AddDays(-240).AddHours(2);

    /// <param name="place">0 up to the number of subscribers; the later, the later she came.</param>
    /// <returns>Her acts in the order in which they were received.</returns>
    public List<ConsentAct> Tell(int place)
    {
        var person = new DemoPerson(place, seed, company);
        var day = DayOf(place);
        List<ConsentAct> acts = new(4);
        var role = person.Random.Unit();
        if (IsTest(place))
        {
            Try(person, day, acts);
        }
        else if (role < 0.008)
        {
            Stop(person, day, acts);
        }
        else
        {
            Subscribe(person, day, isImported: role > 0.86, acts);
        }

        return acts;
    }

    /// <summary>The day on which she came.</summary>
    public DateTime DayOf(int place) => calendar.DayAt((place + 0.5) / total);

    private bool IsTest(int place) => total >= 100 && place % (total / TestPeople) == total / TestPeople / 2;

    /// <summary>A member of staff tries the form while the point is in test mode.</summary>
    private void Try(DemoPerson person, DateTime day, List<ConsentAct> acts)
    {
        var door = person.Home.Doors.At(0);
        new DemoActs(person, person.Home, _proof, acts).Ticked(door, ConsentCells.SmsPromotional, calendar.MomentOn(day, person.Region, DemoHours.Opening, person.Random));
        for (var i = 0; i < acts.Count; i++)
        {
            acts[i] = acts[i] with { IsTest = true };
        }
    }

    /// <summary>A number that we never had says stop; it stays as a keyed hash alone.</summary>
    private void Stop(DemoPerson person, DateTime day, List<ConsentAct> acts) =>
        new DemoActs(person, person.Home, _proof, acts).Withdrawn(
            ConsentCells.All,
            calendar.MomentOn(day, person.Region, DemoHours.Online, person.Random),
            person.Random.Chance(0.7) ? DemoExit.Stop : DemoExit.Form);

    private void Subscribe(DemoPerson person, DateTime day, bool isImported, List<ConsentAct> acts)
    {
        var track = new DemoTrack(person, person.Home, calendar, _proof, acts);
        var batch = Array.FindIndex(DemoCalendar.ImportDays, import => calendar.Start.AddDays(import) > day);
        if (isImported && batch >= 0)
        {
            track.Import(batch, calendar.Start.AddDays(DemoCalendar.ImportDays[batch]).AddHours(7).AddMilliseconds(person.Random.Below(900_000)));
        }
        else
        {
            track.Begin(day);
        }

        var other = person.Random.Chance(0.07) ? Meet(person, track, acts) : null;
        Look(person, track, other, acts);
    }

    /// <summary>Some hear of the other brand, and come to it too.</summary>
    private DemoTrack? Meet(DemoPerson person, DemoTrack first, List<ConsentAct> acts)
    {
        var day = acts[0].ReceivedAt!.Value.AddDays(5) + person.Random.Wait(TimeSpan.FromDays(120));
        if (day >= calendar.End)
        {
            return null;
        }

        List<ConsentAct> more = [];
        var second = new DemoTrack(person, person.Other, calendar, _proof, more);
        second.Begin(day.Date);
        ConsentAct[] all = [.. acts, .. first.StoppedAllAt is { } over ? more.Where(act => act.ReceivedAt < over) : more];
        acts.Clear();
        acts.AddRange(all.OrderBy(act => act.ReceivedAt));
        return second;
    }

    /// <summary>What staff and policies do about her afterwards.</summary>
    private void Look(DemoPerson person, DemoTrack track, DemoTrack? other, List<ConsentAct> acts)
    {
        var to = new DemoActs(person, person.Home, _proof, acts);
        var last = acts[^1].ReceivedAt!.Value;
        if (track.HasConsent)
        {
            Pause(person, to, last);
        }
        else if (track.StoppedAt is { } stoppedAt && other is null && acts[^1].Type == ConsentEventType.Withdrawn)
        {
            if (person.Random.Chance(0.012))
            {
                Hold(person, to, stoppedAt);
            }
            else if (stoppedAt < _cleaning.AddDays(-30))
            {
                to.Recorded(ConsentEventType.Restricted, ConsentCells.None, _cleaning, _cleaning.AddMilliseconds(person.Random.Below(400_000)), DemoStaff.Policy, Source.Policy, "withdrawn more than 30 days ago");
            }
        }
    }

    private void Hold(DemoPerson person, DemoActs to, DateTime stoppedAt)
    {
        var at = calendar.MomentOn(stoppedAt.AddDays(person.Random.Between(2, 20)), person.Region, DemoHours.Opening, person.Random);
        if (at <= stoppedAt)
        {
            return;
        }

        to.Recorded(ConsentEventType.HoldPlaced, ConsentCells.None, at, at, DemoStaff.Officer, Source.Staff, $"{person.Random.Pick(Disputes)}, case {person.Random.Between(100, 999)}");
        var until = at.AddDays(person.Random.Between(20, 150)).Date.AddHours(11);
        if (person.Random.Chance(0.6) && until < calendar.End)
        {
            to.Recorded(ConsentEventType.HoldReleased, ConsentCells.None, until, until, DemoStaff.Officer, Source.Staff);
        }
    }

    /// <summary>A reply that may have been an opt-out pauses contact until an officer has read it; the latest still wait.</summary>
    private void Pause(DemoPerson person, DemoActs to, DateTime last)
    {
        var waits = person.Random.Chance(0.0015);
        if (!waits && !person.Random.Chance(0.006))
        {
            return;
        }

        var at = waits
            ? calendar.End.AddHours(-1 - person.Random.Below(40))
            : calendar.MomentOn(last.AddDays(person.Random.Between(3, 60)), person.Region, DemoHours.Online, person.Random);
        var read = at.AddMinutes(person.Random.Between(20, 2_400));
        if (at <= last || (!waits && read >= calendar.End))
        {
            return;
        }

        to.Recorded(ConsentEventType.ContactPaused, ConsentCells.None, at, at, DemoStaff.Inbox, Source.System, "a reply that may be an opt-out waits in the inbox");
        if (!waits)
        {
            to.Recorded(ConsentEventType.ContactResumed, ConsentCells.None, read, read, DemoStaff.Officer, Source.Staff);
        }
    }
}
