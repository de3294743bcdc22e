using System.Collections.Frozen;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Domain.Senders;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.OptOut.Inbound;

/// <summary>A sender as her replies meet her.</summary>
/// <param name="Words">What she adds to the word lists.</param>
/// <param name="Keywords">What STOP with one of her keywords ends, by the keyword as she writes it.</param>
public sealed record ReplySender(Sender Sender, SenderWords Words, IReadOnlyDictionary<string, ConsentCells> Keywords)
{
    /// <summary>What a STOP to her ends.</summary>
    /// <param name="named">The keywords that stood beside it; none: everything.</param>
    public ConsentCells ScopeOf(IReadOnlyList<string> named)
    {
        var reach = Sender.StopScope == StopScope.Channel ? ConsentCells.AllSms : ConsentCells.All;
        var types = named.Aggregate(ConsentCells.None, (all, keyword) => all | Keywords.GetValueOrDefault(keyword));
        return types == ConsentCells.None ? reach : types & reach;
    }
}

/// <summary>Finds whose address a reply was sent to. Senders are few and hold no person, so they are kept for a moment.</summary>
public sealed class ReplySenders(IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock)
{
    public static readonly TimeSpan Keep = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1);
    private Known _known = new(Times.NotYet, FrozenDictionary<string, ReplySender>.Empty, FrozenDictionary<long, (string Print, SenderWords Words)>.Empty);

    /// <returns>Null where no sender has that address; then nobody knows whom she means.</returns>
    public async ValueTask<ReplySender?> FindAsync(string source, string to, CancellationToken cancellation = default) =>
        (await KnownAsync(cancellation)).ByAddress.GetValueOrDefault(KeyOf(source, to));

    private async ValueTask<Known> KnownAsync(CancellationToken cancellation)
    {
        var known = _known;
        if (known.Until > clock.UtcMilliseconds())
        {
            return known;
        }

        await _turn.WaitAsync(cancellation);
        try
        {
            return _known.Until > clock.UtcMilliseconds() ? _known : _known = await ReadAsync(_known, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<Known> ReadAsync(Known before, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var senders = await db.Senders.AsNoTracking().ToListAsync(cancellation);
        var words = (await db.SenderReplyWords.AsNoTracking().OrderBy(w => w.Id).ToListAsync(cancellation)).ToLookup(w => w.SenderId);
        var addresses = await db.SenderAddresses.AsNoTracking().ToListAsync(cancellation);
        Dictionary<long, (string Print, SenderWords Words)> readers = [];
        Dictionary<long, ReplySender> found = [];
        foreach (var sender in senders)
        {
            List<SenderReplyWord> hers = [.. words[sender.Id]];
            var print = $"{sender.Name}\n{string.Join('\n', hers.Select(w => $"{w.Section}|{w.Language}|{w.Phrase}"))}";

            // Making the words readable takes milliseconds: they are made again only when they have changed.
            var reader = before.Readers.TryGetValue(sender.Id, out var kept) && kept.Print == print ? kept.Words : ReaderOf(sender, hers);
            readers[sender.Id] = (print, reader);
            found[sender.Id] = new(sender, reader, hers.Where(w => w.Section == WordSection.Keyword && w.MessageType is not null)
                .GroupBy(w => w.Phrase, StringComparer.Ordinal)
                .ToDictionary(same => same.Key, same => Cells.OfType(same.First().MessageType!.Value), StringComparer.Ordinal));
        }

        return new(
            clock.UtcMilliseconds() + Keep,
            addresses.Where(a => found.ContainsKey(a.SenderId)).DistinctBy(a => KeyOf(a.Source, a.Address))
                .ToFrozenDictionary(a => KeyOf(a.Source, a.Address), a => found[a.SenderId], StringComparer.Ordinal),
            readers.ToFrozenDictionary());
    }

    private static SenderWords ReaderOf(Sender sender, List<SenderReplyWord> words) => new(
        words.Where(w => w.Section != WordSection.Keyword).Select(w => new SenderWord(w.Section, w.Language, w.Phrase)),
        words.Where(w => w.Section == WordSection.Keyword).Select(w => w.Phrase),
        [sender.Name]);

    // Gateways differ in the plus, in spaces and in the case of names.
    private static string KeyOf(string source, string address) =>
        $"{source.ToUpperInvariant()}\n{string.Concat(address.Where(c => !char.IsWhiteSpace(c) && c is not ('+' or '-' or '(' or ')'))).ToUpperInvariant()}";

    private sealed record Known(DateTime Until, FrozenDictionary<string, ReplySender> ByAddress, FrozenDictionary<long, (string Print, SenderWords Words)> Readers);
}
