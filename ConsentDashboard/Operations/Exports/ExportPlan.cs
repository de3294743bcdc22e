using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Segments;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Operations.Exports;

/// <summary>What the work on an export goes by, as it stands when the work begins.</summary>
/// <param name="Generation">How many index keys are in force.</param>
/// <param name="Watermark">Null: none.</param>
/// <param name="MostRows">More than these were not agreed to.</param>
internal sealed record ExportPlan(ExportAudience Audience, ExportNames Names, int Generation, ExportRow? Watermark, long MostRows)
{
    private const long Slack = 100;
    private const long OneIn = 10;

    /// <summary>People come and go between the count and the file; a tenth more are taken, but never past what needs a second person.</summary>
    public static long MostRowsOf(ExportJob job, long approvalAbove)
    {
        var most = job.ExpectedRows + Math.Max(Slack, job.ExpectedRows / OneIn);
        return job.NeedsApproval ? most : Math.Min(most, approvalAbove);
    }

    public static async Task<Result<ExportPlan>> ReadAsync(DashboardDbContext db, ExportJob job, ExportOptions options, NumberVault vault, CancellationToken cancellation)
    {
        var segment = job.Filter.Length == 0 ? SegmentDefinition.Everybody : SegmentDefinition.Parse(job.Filter);
        if (segment.Failed)
        {
            return ExportErrors.FilterUnreadable;
        }

        var sender = await db.Senders.AsNoTracking().SingleAsync(s => s.Id == job.SenderId, cancellation);
        var seed = job.SeedId is { } id ? await db.ExportSeeds.AsNoTracking().SingleAsync(s => s.Id == id, cancellation) : null;
        return new ExportPlan(
            new(new(job.SenderId, job.Channel, job.MessageType), sender.NeedsProcessingConsent, job.PurposeId, job.Filter.Length == 0 ? null : segment.Value),
            await ExportNames.ReadAsync(db, job.SenderId, cancellation),
            await db.LedgerHead.Select(h => h.IndexGeneration).SingleAsync(cancellation),
            seed is null ? null : Row(seed, vault),
            MostRowsOf(job, options.ApprovalAbove));
    }

    private static ExportRow Row(ExportSeed seed, NumberVault vault) => new()
    {
        PublicId = seed.PublicId,
        Cipher = seed.NumberCipher,
        Region = NumberFormats.Parse(vault.Decrypt(seed.NumberCipher, seed.PublicId), "US").Value.Region,
    };
}
