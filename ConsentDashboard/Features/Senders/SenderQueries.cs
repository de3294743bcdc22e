using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Senders;

public sealed class SenderQueries(IDbContextFactory<DashboardDbContext> contexts)
{
    public async Task<IReadOnlyList<SenderRow>> ListAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewCollection);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Senders.AsNoTracking().OrderBy(s => s.Name).ThenBy(s => s.Id)
            .Select(s => new SenderRow(
                s.PublicId,
                s.Name,
                s.LegalName,
                s.Languages,
                s.DefaultRegion,
                db.Purposes.Count(p => p.SenderId == s.Id),
                db.SenderAddresses.Count(a => a.SenderId == s.Id),
                db.Notices.Count(n => n.SenderId == s.Id)))
            .ToListAsync(cancellation);
    }

    /// <returns>The sender as the editor holds it, or null where there is none.</returns>
    public async Task<SenderForm?> FindAsync(PublicId id, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewCollection);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var sender = await db.Senders.AsNoTracking().FirstOrDefaultAsync(s => s.PublicId == id, cancellation);
        if (sender is null)
        {
            return null;
        }

        var addresses = await db.SenderAddresses.AsNoTracking().Where(a => a.SenderId == sender.Id).OrderBy(a => a.Id).ToListAsync(cancellation);
        var purposes = await db.Purposes.AsNoTracking().Where(p => p.SenderId == sender.Id).OrderBy(p => p.Id).ToListAsync(cancellation);
        var words = await db.SenderReplyWords.AsNoTracking().Where(w => w.SenderId == sender.Id).OrderBy(w => w.Id).ToListAsync(cancellation);
        var uses = await UsesAsync(db, sender.Id, cancellation);
        return new()
        {
            PublicId = sender.PublicId,
            Version = sender.Version,
            Name = sender.Name,
            LegalName = sender.LegalName,
            SupportPhone = sender.SupportPhone,
            ContactPage = sender.ContactPage,
            PostalAddress = sender.PostalAddress,
            Languages = [.. sender.LanguageTags()],
            DefaultRegion = sender.DefaultRegion,
            RepliesReachUs = sender.RepliesReachUs,
            NeedsProcessingConsent = sender.NeedsProcessingConsent,
            ProofRetentionMonths = sender.ProofRetentionMonths,
            StopScope = sender.StopScope,
            ConfirmsOptOut = sender.ConfirmsOptOut,
            ReplyWords = [.. words.Select(w => new ReplyWordForm { Section = w.Section, Language = w.Language, Phrase = w.Phrase, MessageType = w.MessageType ?? MessageType.Promotional })],
            Addresses = [.. addresses.Select(a => new AddressForm { Source = a.Source, Address = a.Address })],
            Purposes = [.. purposes.Select(p => new PurposeForm
            {
                PublicId = p.PublicId,
                Code = p.Code,
                TextEn = p.TextEn,
                TextRu = p.TextRu,
                IsUsed = uses.ContainsKey(p.Id),
                IsPublished = uses.GetValueOrDefault(p.Id),
            })],
        };
    }

    /// <returns>The purposes that a notice names, and whether one of its published versions does.</returns>
    internal static async Task<Dictionary<long, bool>> UsesAsync(DashboardDbContext db, long senderId, CancellationToken cancellation)
    {
        var uses = await (
            from link in db.NoticeVersionPurposes
            join purpose in db.Purposes on link.PurposeId equals purpose.Id
            join version in db.NoticeVersions on link.NoticeVersionId equals version.Id
            where purpose.SenderId == senderId
            select new { purpose.Id, version.Status }).Distinct().ToListAsync(cancellation);
        return uses.GroupBy(use => use.Id).ToDictionary(group => group.Key, group => group.Any(use => use.Status != NoticeStatus.Draft));
    }
}
