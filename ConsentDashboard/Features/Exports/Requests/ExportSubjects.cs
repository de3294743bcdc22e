using ConsentDashboard.Components.Text;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Operations.Segments;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Exports.Requests;

/// <summary>What a request names, found: the audience with the segment's present version.</summary>
/// <param name="FilterWords">The segment as a sentence; empty for everybody.</param>
public sealed record ExportSubject(ExportAudience Audience, string PurposeCode, long? SegmentId, int? SegmentVersion, string FilterWords, long? SeedId);

/// <summary>Finds what a request names, and refuses a purpose that nobody can have agreed to.</summary>
public sealed class ExportSubjects(IDbContextFactory<DashboardDbContext> contexts, SegmentNaming naming, SegmentSentences sentences)
{
    public async Task<Result<ExportSubject>> FindAsync(RequestExport.Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.RequestExport);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!Enum.IsDefined(input.Channel) || !Enum.IsDefined(input.MessageType)
            || await db.Senders.AsNoTracking().FirstOrDefaultAsync(s => s.PublicId == input.Sender, cancellation) is not { } sender)
        {
            return ExportRefusals.UnknownSender;
        }

        if (await db.Purposes.AsNoTracking().FirstOrDefaultAsync(p => p.PublicId == input.Purpose && p.SenderId == sender.Id, cancellation) is not { } purpose)
        {
            return ExportRefusals.UnknownPurpose;
        }

        if (!await Asking(db, purpose.Id, Cells.Of(input.Channel, input.MessageType)).AnyAsync(cancellation))
        {
            return ExportRefusals.PurposeNeverAsked;
        }

        var seed = input.Seed is { } named ? await db.ExportSeeds.Where(s => s.PublicId == named && s.IsActive).Select(s => (long?)s.Id).FirstOrDefaultAsync(cancellation) : null;
        if (input.Seed is not null && seed is null)
        {
            return ExportRefusals.UnknownSeed;
        }

        var audience = new ExportAudience(new(sender.Id, input.Channel, input.MessageType), sender.NeedsProcessingConsent, purpose.Id, null);
        return input.Segment is { } id
            ? await InSegmentAsync(db, id, audience, purpose.Code, seed, actor, cancellation)
            : new ExportSubject(audience, purpose.Code, null, null, "", seed);
    }

    /// <summary>Wordings that were published, ask for the cell and name the purpose.</summary>
    internal static IQueryable<NoticeVersion> Asking(DashboardDbContext db, long purposeId, ConsentCells cell) => db.NoticeVersions.Where(v =>
        v.Status != NoticeStatus.Draft && (v.Cells & cell) != ConsentCells.None && db.NoticeVersionPurposes.Any(p => p.NoticeVersionId == v.Id && p.PurposeId == purposeId));

    private async Task<Result<ExportSubject>> InSegmentAsync(
        DashboardDbContext db, PublicId id, ExportAudience audience, string purpose, long? seed, Actor actor, CancellationToken cancellation)
    {
        actor.Demand(Permissions.ViewSegments);
        var found = await Visible(db, actor).Where(s => s.PublicId == id)
            .Join(db.SegmentVersions, s => new { SegmentId = s.Id, Number = s.CurrentVersion }, v => new { v.SegmentId, v.Number }, (s, v) => new { s.Id, v.Number, v.Definition })
            .FirstOrDefaultAsync(cancellation);
        if (found is null)
        {
            return ExportRefusals.UnknownSegment;
        }

        var definition = SegmentDefinition.Parse(found.Definition);
        return definition.Failed
            ? ExportErrors.FilterUnreadable
            : new ExportSubject(audience with { Segment = definition.Value }, purpose, found.Id, found.Number, sentences.Of(definition.Value, await naming.LoadAsync(cancellation)), seed);
    }

    internal static IQueryable<Segment> Visible(DashboardDbContext db, Actor actor)
    {
        var key = actor.Key;
        return db.Segments.Where(s => s.ArchivedAt == null && (s.IsShared || s.OwnedBy == key));
    }
}
