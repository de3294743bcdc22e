using System.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.OptOut;
using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Operations.Subscribers;
using ConsentDashboard.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.OptOut.Inbound;

/// <summary>The rows of replies that recorded no withdrawal by themselves. Texts are sealed, bound to the gateway and its id.</summary>
public sealed class ReplyRows(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, KeyStore keys, InboundOptions options)
{
    /// <summary>More of a text is not kept; no phone writes so much.</summary>
    public const int MostText = 8_000;

    private const int MostWords = 200;
    private const int MostTo = 40;

    /// <summary>A row for somebody whose id the ledger, or nobody, knows.</summary>
    /// <param name="keepsFrom">Keeps what stood for her number too, because no subscriber row holds it.</param>
    public InboundMessage New(InboundReply reply, ReplyVerdict verdict, long? senderId, long? subscriberId, bool keepsFrom) => new()
    {
        PublicId = PublicId.Create(),
        Source = reply.Source,
        ProviderId = reply.ProviderId,
        To = reply.To.Length > MostTo ? reply.To[..MostTo] : reply.To,
        SenderId = senderId,
        SubscriberId = subscriberId,
        FromCipher = keepsFrom ? Seal(Short(reply.From, MostWords), $"from:{reply.Source}:{reply.ProviderId}") : null,
        Verdict = verdict.Kind,
        VerdictWords = verdict.Words.Count == 0 ? null : Short(string.Join("; ", verdict.Words), MostWords),
        TextCipher = Seal(Short(reply.Text, MostText), $"{reply.Source}:{reply.ProviderId}"),
        ReceivedAt = reply.ReceivedAt,
        TextExpiresAt = reply.ReceivedAt.AddDays(options.TextDays),
    };

    public async Task<bool> IsKnownAsync(InboundReply reply, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.InboundMessages.AnyAsync(m => m.Source == reply.Source && m.ProviderId == reply.ProviderId, cancellation);
    }

    /// <summary>Keeps the row, with the texts that leave because of it.</summary>
    /// <returns>False where the message was there already: then nothing is written.</returns>
    public async Task<bool> KeepAsync(InboundMessage row, IReadOnlyList<Domain.DataFlow.OutboxMessage> texts)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        if (await db.InboundMessages.AnyAsync(m => m.Source == row.Source && m.ProviderId == row.ProviderId))
        {
            return false;
        }

        try
        {
            db.Add(row);
            db.AddRange(texts);
            await db.SaveChangesAsync();
        }
        catch (DbUpdateException e) when (e.InnerException is not Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: not 19 })
        {
            // Another process was between our look and our insert; anything else is no such thing.
            await using var again = await contexts.CreateDbContextAsync();
            if (!await again.InboundMessages.AnyAsync(m => m.Source == row.Source && m.ProviderId == row.ProviderId))
            {
                throw;
            }

            return false;
        }

        if (row.SubscriberId is { } subscriber)
        {
            // A reply of any kind shows that the number is in use.
            await RecordActivity.AloneAsync(db, subscriber, row.ReceivedAt);
        }

        return true;
    }

    private byte[] Seal(string text, string boundTo) => Sealing.Seal(keys.Current.Cipher, Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(boundTo));

    // Not within a surrogate pair: half of one is no text.
    internal static string Short(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
