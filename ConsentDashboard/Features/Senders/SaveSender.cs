using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.OptOut.Replies;
using ConsentDashboard.Domain.Senders;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Senders;

/// <summary>Stores a sender with its reply addresses and purposes. The words of a purpose that was published stay as they are.</summary>
public sealed class SaveSender(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, AuditTrail audit, TimeProvider clock)
{
    /// <param name="Id">Whose page it is.</param>
    public sealed record Saved(PublicId Id, int Version);

    /// <summary>What was wrong, when <see cref="ExecuteAsync"/> refused what was typed: all of it.</summary>
    public static IReadOnlyList<Error> Wrong(SenderForm form) => SenderRules.Wrong(form);

    public async Task<Result<Saved>> ExecuteAsync(SenderForm input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.ManageCollection);
        if (SenderRules.Wrong(input) is [var wrong, ..])
        {
            return wrong;
        }

        Sender sender;
        IReadOnlyList<Purpose> changed;
        bool wordsChanged;
        using (await gate.EnterAsync(WritePriority.Act, cancellation))
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            if (await FindAsync(db, input) is not { } found)
            {
                return SenderErrors.NotFound;
            }

            sender = found;
            if (input.PublicId is not null && sender.Version != input.Version)
            {
                return SenderErrors.Stale;
            }

            Copy(input, sender);
            var purposes = new SenderPurposes(db, sender.Id);
            if ((await purposes.ApplyAsync(input) ?? await ApplyAddressesAsync(db, input, sender)) is { } refused)
            {
                return refused;
            }

            changed = purposes.Changed;
            wordsChanged = await ApplyWordsAsync(db, input, sender);
            try
            {
                await db.SaveChangesAsync(CancellationToken.None);
            }
            catch (DbUpdateConcurrencyException)
            {
                return SenderErrors.Stale;
            }
        }

        await RecordAsync(sender, changed, actor);
        if (wordsChanged)
        {
            await audit.RecordAsync(new(actor, AuditAction.ReplyWordsSaved, Subject: $"{sender.PublicId}", Details: JsonSerializer.Serialize(new { count = input.ReplyWords.Count })), CancellationToken.None);
        }

        return new Saved(sender.PublicId, sender.Version);
    }

    private async Task<Sender?> FindAsync(DashboardDbContext db, SenderForm input)
    {
        if (input.PublicId is { } id)
        {
            return await db.Senders.FirstOrDefaultAsync(s => s.PublicId == id);
        }

        // The real id comes with the insert, and goes into the rows that name this one.
        var sender = new Sender { Id = -1, PublicId = PublicId.Create(), CreatedAt = clock.UtcMilliseconds() };
        db.Add(sender).Property(s => s.Id).IsTemporary = true;
        return sender;
    }

    private static void Copy(SenderForm from, Sender to)
    {
        to.Name = from.Name.Trim();
        to.LegalName = from.LegalName.Trim();
        to.SupportPhone = from.SupportPhone.Trim();
        to.ContactPage = from.ContactPage.Trim();
        to.PostalAddress = from.PostalAddress.Trim();
        to.Languages = string.Join(',', from.Languages.Distinct());
        to.DefaultRegion = from.DefaultRegion.Trim().ToUpperInvariant();
        to.RepliesReachUs = from.RepliesReachUs;
        to.NeedsProcessingConsent = from.NeedsProcessingConsent;
        to.ProofRetentionMonths = from.ProofRetentionMonths;
        to.StopScope = from.StopScope;
        to.ConfirmsOptOut = from.ConfirmsOptOut;
        to.Version++;
    }

    private static async Task<Error?> ApplyAddressesAsync(DashboardDbContext db, SenderForm input, Sender sender)
    {
        var wanted = input.Addresses.ConvertAll(a => (Source: a.Source.Trim(), Address: SenderRules.Normalise(a.Address, sender.DefaultRegion)!));
        var stored = await db.SenderAddresses.Where(a => a.SenderId == sender.Id).ToListAsync();
        db.RemoveRange(stored.Where(a => !wanted.Contains((a.Source, a.Address))));
        foreach (var (index, address) in wanted.Index().Where(row => !stored.Exists(a => (a.Source, a.Address) == row.Item)))
        {
            if (await db.SenderAddresses.AnyAsync(a => a.Source == address.Source && a.Address == address.Address))
            {
                return SenderErrors.At("AddressTaken", SenderRules.Field(nameof(input.Addresses), index, nameof(AddressForm.Address)));
            }

            db.Add(new SenderAddress { SenderId = sender.Id, Source = address.Source, Address = address.Address });
        }

        return null;
    }

    /// <returns>Whether they are others than before.</returns>
    private static async Task<bool> ApplyWordsAsync(DashboardDbContext db, SenderForm input, Sender sender)
    {
        var wanted = input.ReplyWords.ConvertAll(w => (w.Section, w.Language, Phrase: w.Phrase.Trim(), MessageType: w.Section == WordSection.Keyword ? w.MessageType : (MessageType?)null));
        var stored = await db.SenderReplyWords.Where(w => w.SenderId == sender.Id).ToListAsync();
        var gone = stored.FindAll(w => !wanted.Contains((w.Section, w.Language, w.Phrase, w.MessageType)));
        var added = wanted.FindAll(w => !stored.Exists(old => (old.Section, old.Language, old.Phrase, old.MessageType) == w));
        db.RemoveRange(gone);
        db.AddRange(added.Select(w => new SenderReplyWord { SenderId = sender.Id, Section = w.Section, Language = w.Language, Phrase = w.Phrase, MessageType = w.MessageType }));
        return gone.Count + added.Count > 0;
    }

    private async Task RecordAsync(Sender sender, IReadOnlyList<Purpose> changed, Actor actor)
    {
        await audit.RecordAsync(new(actor, AuditAction.SenderSaved, Subject: $"{sender.PublicId}", Details: JsonSerializer.Serialize(new { version = sender.Version })), CancellationToken.None);
        foreach (var purpose in changed)
        {
            await audit.RecordAsync(new(actor, AuditAction.PurposeSaved, Subject: purpose.Code), CancellationToken.None);
        }
    }
}
