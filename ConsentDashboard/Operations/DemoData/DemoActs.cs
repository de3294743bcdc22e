using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>The acts of one subscriber towards one sender, as the doors of the product would hand them to the ledger.</summary>
internal sealed class DemoActs(DemoPerson person, DemoSender sender, DemoEvidence proof, List<ConsentAct> acts)
{
    private DemoRandom Random => person.Random;

    private IEnumerable<DemoNotice> Notices => sender.Processing is { } processing ? [sender.Contact, processing] : [sender.Contact];

    /// <summary>An opt-in by the boxes of a page; two documents where the sender's law wants two.</summary>
    public void Ticked(DemoDoor door, ConsentCells cells, DateTime at)
    {
        foreach (var notice in Notices)
        {
            var app = door.Kind == DemoDoorKind.App;
            acts.Add(OptIn(notice, cells, door, at) with
            {
                Source = app ? Source.Api : Source.HostedForm,
                Method = Method.TickedBox,
                Actor = app ? DemoStaff.App : Actor.Person,
                Evidence = app ? proof.App(person, notice, cells, door.Path) : proof.Form(person, sender, notice, cells, door.Path),
            });
        }
    }

    /// <summary>A double opt-in: asked at one moment, and confirmed at another, lapsed, or still open.</summary>
    public void Asked(DemoDoor door, ConsentCells cells, DateTime at, DateTime? confirmedAt, DateTime? lapsedAt)
    {
        var first = acts.Count;
        foreach (var notice in Notices)
        {
            acts.Add(OptIn(notice, cells, door, at) with
            {
                Type = ConsentEventType.Requested,
                Source = Source.HostedForm,
                Method = Method.TickedBox,
                Evidence = proof.Form(person, sender, notice, cells, door.Path),
            });
        }

        var asked = acts.Count;
        for (var i = first; i < asked; i++)
        {
            var answer = acts[i] with { EventKey = Guid.CreateVersion7(), RefersTo = acts[i].EventKey };
            if (confirmedAt is { } yes)
            {
                acts.Add(answer with { Type = ConsentEventType.Confirmed, Method = Method.ConfirmationCode, OccurredAt = yes, ReceivedAt = yes, Evidence = proof.Code(person, sender) });
            }
            else if (lapsedAt is { } over)
            {
                acts.Add(answer with { Type = ConsentEventType.Lapsed, Source = Source.System, Method = Method.None, Actor = DemoStaff.Confirmations, OccurredAt = over, ReceivedAt = over, Evidence = null });
            }
        }
    }

    public void Texted(DemoDoor door, ConsentCells cells, DateTime at, string word)
    {
        foreach (var notice in Notices)
        {
            acts.Add(OptIn(notice, cells, door, at) with { Source = Source.SmsReply, Method = Method.SmsKeyword, Evidence = proof.Keyword(person, sender, word) });
        }
    }

    public void Spoken(DemoDoor door, ConsentCells cells, DateTime at, bool agreed)
    {
        var agent = Random.Pick(DemoStaff.Agents);
        acts.Add(OptIn(sender.Contact, cells, door, at) with
        {
            Type = agreed ? ConsentEventType.Given : ConsentEventType.Refused,
            Source = Source.Staff,
            Method = Method.Spoken,
            Actor = agent,
            ReceivedAt = at.Add(Random.Seconds(30, 180)),
            Evidence = proof.Spoken(person, at, agent.Key, agreed),
        });
    }

    /// <summary>A card is signed at the counter, and scanned days later.</summary>
    public void Paper(DemoDoor door, ConsentCells cells, DateTime signedAt, DateTime scannedAt)
    {
        foreach (var notice in Notices)
        {
            acts.Add(OptIn(notice, cells, door, signedAt) with { Source = Source.Staff, Method = Method.Paper, Actor = DemoStaff.Shops, ReceivedAt = scannedAt, Evidence = proof.Paper(person, sender, signedAt) });
        }
    }

    /// <summary>A row of an older system's list, with proof or without.</summary>
    public void Imported(int batch, ConsentCells cells, DateTime agreedAt, DateTime at, bool proven)
    {
        var import = sender.Imports[batch];
        foreach (var notice in proven ? Notices : [sender.Contact])
        {
            acts.Add(new()
            {
                Number = person.Number,
                Language = person.Language,
                ExternalRef = person.ExternalRef,
                Type = proven ? ConsentEventType.Given : ConsentEventType.Registered,
                SenderId = sender.Sender.Id,
                Kind = notice.Notice.Kind,
                Cells = proven ? cells : ConsentCells.None,
                Source = Source.Import,
                Method = Method.ImportedRecord,
                OccurredAt = proven ? agreedAt : at,
                ReceivedAt = at,
                Actor = DemoStaff.Officer,
                NoticeVersionId = proven ? notice.Version.Id : null,
                CollectionPointId = import.CollectionPointId,
                ImportBatchId = import.Id,
                Evidence = proven ? proof.Imported(sender, Random) : null,
            });
        }
    }

    /// <summary>Given again from the preference page, before the lifespan is over or to choose other kinds of message.</summary>
    public void Renewed(DemoDoor door, ConsentCells cells, DateTime at) =>
        acts.Add(OptIn(sender.Contact, cells, door, at) with
        {
            Source = Source.PreferenceLink,
            Method = Method.Link,
            Evidence = proof.Link(person, sender, person.Language == "ru" ? "подтверждено на странице настроек" : "kept the boxes ticked on the preference page and saved"),
        });

    /// <summary>Her own withdrawal, or one that somebody asserts for her.</summary>
    public ConsentAct Withdrawn(ConsentCells cells, DateTime at, DemoExit exit)
    {
        var agent = Random.Pick(DemoStaff.Agents);
        var bare = About(ConsentEventType.Withdrawn, cells, at, Actor.Person);
        var act = exit switch
        {
            DemoExit.Stop => bare with { Source = Source.SmsReply, Method = Method.SmsKeyword, Assurance = Assurance.Proven, Evidence = proof.Stop(person) },
            DemoExit.Link => bare with { Source = Source.PreferenceLink, Method = Method.Link, Assurance = Assurance.Proven, Evidence = proof.Link(person, sender, person.Language == "ru" ? "отмечено на странице настроек" : "chose it on the preference page") },
            DemoExit.Form => bare with { SenderId = null, Source = Source.ContactForm, Method = Method.Form, Assurance = Assurance.Asserted, Evidence = proof.StopForm(person, sender) },
            DemoExit.Call => bare with { Source = Source.Staff, Method = Method.Call, Assurance = Assurance.Asserted, Actor = agent, ReceivedAt = at.Add(Random.Seconds(20, 200)), Evidence = DemoEvidence.Told(agent.Key, "the caller asked not to be contacted") },
            _ => bare with { Source = Source.Api, Method = Method.Form, Assurance = Assurance.Asserted, Actor = DemoStaff.App, Evidence = new() { Note = "messages switched off in the settings of the app" } },
        };
        // As long as a busy machine takes, without drawing a number: what is drawn after it stays the same.
        act = act with { ArrivedAt = act.ReceivedAt!.Value.AddMilliseconds(-(3 + (at.Ticks / TimeSpan.TicksPerSecond % 37))) };
        acts.Add(act);
        return act;
    }

    /// <summary>What a policy, an officer or a worker records about her.</summary>
    public void Recorded(ConsentEventType type, ConsentCells cells, DateTime occurredAt, DateTime at, Actor by, Source source, string? reason = null, Guid? refersTo = null) =>
        acts.Add(About(type, cells, occurredAt, by) with
        {
            SenderId = cells == ConsentCells.None && type != ConsentEventType.Annulled ? null : sender.Sender.Id,
            Source = source,
            ReceivedAt = at,
            IntervalReason = reason,
            RefersTo = refersTo,
            Evidence = source == Source.Staff && type is ConsentEventType.Invalidated or ConsentEventType.Annulled ? DemoEvidence.Told(by.Key, reason ?? "") : null,
        });

    private ConsentAct OptIn(DemoNotice notice, ConsentCells cells, DemoDoor door, DateTime at) =>
        About(ConsentEventType.Given, cells, at, Actor.Person) with { Kind = notice.Notice.Kind, NoticeVersionId = notice.Version.Id, CollectionPointId = door.Point.Id };

    private ConsentAct About(ConsentEventType type, ConsentCells cells, DateTime at, Actor by) => new()
    {
        Number = person.Number,
        Language = person.Language,
        ExternalRef = person.ExternalRef,
        Type = type,
        SenderId = sender.Sender.Id,
        Cells = cells,
        Source = Source.System,
        OccurredAt = at,
        ReceivedAt = at,
        Actor = by,
    };
}

/// <summary>Through which door somebody leaves.</summary>
internal enum DemoExit
{
    Stop,
    Link,
    Form,
    Call,
    App,
}
