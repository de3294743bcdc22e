using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.OptOut.Deadlines;
using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.OptOut.Inbox;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.DemoData;

/// <summary>Replies for the officer: some wait with contact paused, some were handled, some are offered for review.</summary>
internal sealed class DemoInbox(IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, WriteGate gate, InboundTexts texts, DeadlineRules deadlines, DemoCompany company, DateTime end, long seed)
{
    private const int Waiting = 6;
    private const int Handled = 4;
    private const int Samples = 3;
    private const int TextDays = 30;

    private readonly DemoRandom _random = new(seed, DemoNumbers.Capacity + 1L);
    private readonly List<InboundMessage> _rows = [];
    private readonly Dictionary<string[], int> _said = [];

    public async Task WriteAsync(CancellationToken cancellation)
    {
        var paused = await PausedAsync(cancellation);
        var others = new Queue<Person>(await OthersAsync(cancellation));
        foreach (var (person, pause) in paused)
        {
            Add(person, pause.From, DemoReplies.MayBe, InboxReason.MayBeOptOut).PauseKey = pause.Key;
        }

        for (var n = paused.Count; n < Waiting && others.TryDequeue(out var person); n++)
        {
            var at = end.AddHours(-2 - (9 * n)).AddMinutes(-_random.Below(60));
            await PauseAsync(Add(person, at, DemoReplies.MayBe, InboxReason.MayBeOptOut));
        }

        for (var n = 0; n < Handled && others.TryDequeue(out var person); n++)
        {
            await HandleAsync(person, end.AddDays(-2 - (3 * n)).AddHours(-_random.Below(10)), isOptOut: n % 2 == 0);
        }

        for (var n = 0; n < Samples && others.TryDequeue(out var person); n++)
        {
            Add(person, end.AddHours(-5 - (11 * n)), DemoReplies.Ordinary, InboxReason.Sample);
        }

        AddUnreadable();
        using var turn = await gate.EnterAsync(WritePriority.Bulk, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        db.AddRange(_rows);
        await db.SaveChangesAsync(cancellation);
    }

    private async Task PauseAsync(InboundMessage row)
    {
        row.PauseKey = Guid.CreateVersion7();
        await RecordAsync(row, ConsentEventType.ContactPaused, row.PauseKey.Value, row.ReceivedAt, DemoStaff.Inbox, Source.System);
    }

    private async Task HandleAsync(Person person, DateTime at, bool isOptOut)
    {
        var row = Add(person, at, isOptOut ? DemoReplies.MayBe : DemoReplies.Harmless, InboxReason.MayBeOptOut);
        var readAt = at.AddMinutes(_random.Between(20, 300));
        await PauseAsync(row);
        if (isOptOut)
        {
            row.WithdrawalKey = Guid.CreateVersion7();
            await RecordAsync(row, ConsentEventType.Withdrawn, row.WithdrawalKey.Value, readAt, DemoStaff.Officer, Source.SmsReply);
        }

        await RecordAsync(row, ConsentEventType.ContactResumed, Guid.CreateVersion7(), readAt, DemoStaff.Officer, Source.Staff);
        (row.State, row.HandledAt, row.HandledBy) = (isOptOut ? InboxState.Withdrawn : InboxState.NotAnOptOut, readAt, DemoStaff.Officer.Key);
    }

    private async Task RecordAsync(InboundMessage row, ConsentEventType type, Guid key, DateTime at, Actor by, Source source)
    {
        var isWithdrawal = type == ConsentEventType.Withdrawn;
        var recorded = await ledger.RecordAsync(new()
        {
            EventKey = key,
            SubscriberId = row.SubscriberId,
            Type = type,
            SenderId = isWithdrawal ? row.SenderId : null,
            Cells = isWithdrawal ? ConsentCells.All : ConsentCells.None,
            Assurance = isWithdrawal ? Assurance.Proven : default,
            Source = source,
            Method = isWithdrawal ? Method.SmsKeyword : Method.None,
            OccurredAt = isWithdrawal ? row.ReceivedAt : at,
            ReceivedAt = at,
            ArrivedAt = isWithdrawal ? row.ReceivedAt : null,
            Actor = by,
            IntervalReason = type == ConsentEventType.ContactPaused ? "a reply that may be an opt-out waits in the inbox" : null,
            Evidence = isWithdrawal ? new() { MessageId = row.ProviderId, RawText = texts.Text(row), Operator = by.Key } : null,
        });
        if (recorded.Failed)
        {
            throw new InvalidOperationException($"The ledger refused a demo act ({type}): {recorded.Error.Key}, {recorded.Error.Field}.");
        }
    }

    private void AddUnreadable()
    {
        var row = Row(company.Shop, "US", "Please stop sending these", end.AddHours(-30), InboxReason.UnreadableNumber);
        row.FromCipher = texts.Seal("ANONYMOUS", $"from:{row.Source}:{row.ProviderId}");
        _rows.Add(row);
    }

    private InboundMessage Add(Person person, DateTime at, (string[] En, string[] Ru) said, InboxReason reason)
    {
        var sender = company.Brand.Sender.Id == person.SenderId ? company.Brand : company.Shop;
        var choice = person.Language == "ru" ? said.Ru : said.En;
        var turn = _said[choice] = _said.GetValueOrDefault(choice) + 1;
        var row = Row(sender, person.Region, choice[(turn - 1) % choice.Length], at, reason);
        row.SubscriberId = person.Id;
        _rows.Add(row);
        return row;
    }

    private InboundMessage Row(DemoSender sender, string region, string text, DateTime at, InboxReason reason)
    {
        var verdict = ReplyClassifier.Classify(text);
        var (source, id) = (ReferenceEquals(sender, company.Shop) ? "twilio" : "sms", $"SM{_random.Next():x16}{_random.Next():x16}");
        return new()
        {
            PublicId = PublicId.Create(),
            Source = source,
            ProviderId = id,
            SenderId = sender.Sender.Id,
            To = sender.ReplyTo,
            Verdict = verdict.Kind,
            VerdictWords = verdict.Words.Count == 0 ? null : string.Join("; ", verdict.Words),
            TextCipher = texts.Seal(text, $"{source}:{id}"),
            ReceivedAt = at,
            TextExpiresAt = at.AddDays(TextDays),
            Reason = reason,
            State = InboxState.Waiting,
            DueAt = reason == InboxReason.Sample ? Times.Never : deadlines.DueAt(region, at),
        };
    }

    private async Task<List<(Person, (Guid Key, DateTime From))>> PausedAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var open = await (
            from pause in db.Pauses.Where(p => p.To == Times.Never)
            join subscriber in db.Subscribers on pause.SubscriberId equals subscriber.Id
            join act in db.ConsentEvents on new { pause.SubscriberId, At = pause.From } equals new { act.SubscriberId, At = act.RecordedAt }
            where act.Type == ConsentEventType.ContactPaused
            orderby pause.From, pause.Id
            select new { subscriber.Id, subscriber.Language, subscriber.Region, Sender = db.Consents.Where(c => c.SubscriberId == subscriber.Id).Select(c => (long?)c.SenderId).FirstOrDefault(), act.EventKey, pause.From }).ToListAsync(cancellation);
        return [.. open.Select(row => (new Person(row.Id, row.Language, row.Region, row.Sender), (row.EventKey, row.From)))];
    }

    /// <summary>The latest who may be contacted and of whom nothing else is told meanwhile, one language after the other.</summary>
    private async Task<IEnumerable<Person>> OthersAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var latest = await db.Subscribers
            .Where(s => s.Standing == Standing.Contactable && s.LastActivityAt < end.AddDays(-15))
            .OrderByDescending(s => s.LastActivityAt).ThenByDescending(s => s.Id)
            .Take(200)
            .Select(s => new { s.Id, s.Language, s.Region, s.IsHeld, IsPaused = db.Pauses.Any(p => p.SubscriberId == s.Id), Sender = db.Consents.Where(c => c.SubscriberId == s.Id && c.State == ConsentState.Given).Select(c => (long?)c.SenderId).FirstOrDefault() })
            .ToListAsync(cancellation);
        return latest.Where(s => s is { IsHeld: false, IsPaused: false })
            .Select(s => new Person(s.Id, s.Language, s.Region, s.Sender))
            .GroupBy(person => person.Language == "ru")
            .SelectMany(language => language.Select((person, place) => (person, place)))
            .OrderBy(pair => pair.place).ThenBy(pair => pair.person.Id)
            .Select(pair => pair.person);
    }

    private sealed record Person(long Id, string Language, string Region, long? SenderId);
}
