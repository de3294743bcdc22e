using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Exports.Requests;

/// <summary>Asks for the numbers that may be contacted for a purpose. What is asked for is written down as it was; above a size it waits for a second person.</summary>
public sealed class RequestExport(
    IDbContextFactory<DashboardDbContext> contexts, LedgerWriter ledger, ExportSubjects subjects, AudienceCount counting, JobFeed<ExportJob> feed, ExportOptions options, TimeProvider clock)
{
    public sealed record Input
    {
        public PublicId Sender { get; init; }

        public Channel Channel { get; init; }

        public MessageType MessageType { get; init; }

        public PublicId Purpose { get; init; }

        /// <summary>Null: everybody who may be contacted.</summary>
        public PublicId? Segment { get; init; }

        public ExportColumns Columns { get; init; } = ExportColumns.Default;

        public string ColumnsReason { get; init; } = "";

        /// <summary>Whose watermark goes into the file; null: none.</summary>
        public PublicId? Seed { get; init; }

        public ExportFormat Format { get; init; } = ExportFormat.Xlsx;

        public string Why { get; init; } = "";
    }

    /// <returns>The export's public id.</returns>
    public async Task<Result<PublicId>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RequestExport);
        input = input with { Why = input.Why.Trim(), ColumnsReason = ExportRules.NeedsReason(input.Columns) ? input.ColumnsReason.Trim() : "" };
        if (ExportRules.TextRefusal(input) is { } refusal)
        {
            return refusal;
        }

        var found = await subjects.FindAsync(input, actor, cancellation);
        if (found.Failed)
        {
            return found.Error;
        }

        var limit = options.DailyRowsOf(actor.Roles);
        var counted = await counting.CountAsync(found.Value.Audience, limit, cancellation: cancellation);
        if (counted is { Number: 0, IsExact: true })
        {
            return ExportRefusals.Nobody;
        }

        if (!counted.IsExact)
        {
            return ExportRefusals.OverLimit;
        }

        while (true)
        {
            var job = New(input, found.Value, counted.Number, actor);
            await DecideApprovalAsync(job, cancellation);
            switch (await AddAsync(job, limit, AuditOf(job, input, found.Value, actor)))
            {
                case { Error: { } why }:
                    return why;
                case { Value: Added.Yes }:
                    feed.Wake();
                    return job.PublicId;
                case { Value: Added.OverLimit }:
                    return ExportRefusals.OverLimit;
            }
        }
    }

    private static AuditDraft AuditOf(ExportJob job, Input input, ExportSubject subject, Actor actor) => new(
        actor,
        AuditAction.ExportRequested,
        Subject: $"{job.PublicId}",
        Reason: job.Why,
        Details: JsonSerializer.Serialize(new
        {
            sender = $"{input.Sender}",
            channel = $"{input.Channel}",
            messageType = $"{input.MessageType}",
            purpose = subject.PurposeCode,
            segment = input.Segment is { } segment ? $"{segment}" : null,
            segmentVersion = job.SegmentVersion,
            columns = ExportFile.NamesOf(job.Columns),
            format = $"{job.Format}",
            watermark = input.Seed is { } seed ? $"{seed}" : null,
            expectedRows = job.ExpectedRows,
            needsApproval = job.NeedsApproval,
        }));

    private ExportJob New(Input input, ExportSubject subject, long expected, Actor actor) => new()
    {
        PublicId = PublicId.Create(),
        Total = expected,
        CreatedAt = clock.UtcMilliseconds(),
        CreatedBy = actor.Key,
        CreatedByName = actor.Name,
        SenderId = subject.Audience.Request.SenderId,
        Channel = input.Channel,
        MessageType = input.MessageType,
        PurposeId = subject.Audience.PurposeId,
        SegmentId = subject.SegmentId,
        SegmentVersion = subject.SegmentVersion,
        Filter = subject.Audience.Segment?.ToJson() ?? "",
        FilterWords = subject.FilterWords,
        Why = input.Why,
        Format = input.Format,
        Columns = input.Columns,
        ColumnsReason = input.ColumnsReason,
        ExpectedRows = expected,
        SeedId = subject.SeedId,
    };

    private async Task DecideApprovalAsync(ExportJob job, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        job.NeedsApproval = await NeedsApprovalAsync(db, job);
        job.Status = job.NeedsApproval ? JobStatus.AwaitingApproval : JobStatus.Waiting;
    }

    private async Task<bool> NeedsApprovalAsync(DashboardDbContext db, ExportJob job) =>
        job.ExpectedRows + await DailyRows.UnapprovedAsync(db, job.CreatedBy, job.CreatedAt) > options.ApprovalAbove;

    // What the day has taken is looked at where nobody else writes, in whatever process: two requests of one person do not
    // both find the same rows left.
    private async Task<Result<Added>> AddAsync(ExportJob job, long limit, AuditDraft audit)
    {
        var added = Added.Yes;
        var changed = await ledger.ChangeAsync(audit, async db =>
        {
            added = await DailyRows.UsedAsync(db, job.CreatedBy, job.CreatedAt) + job.ExpectedRows > limit ? Added.OverLimit
                : await NeedsApprovalAsync(db, job) != job.NeedsApproval ? Added.DayMoved
                : Added.Yes;
            if (added != Added.Yes)
            {
                return false;
            }

            // An attempt before, whose connection was lost, may have given it an id.
            job.Id = 0;
            db.Add(job);
            await db.SaveChangesAsync();
            return true;
        });
        return changed.Failed ? changed.Error : added;
    }

    private enum Added
    {
        Yes,
        OverLimit,

        /// <summary>Another request came between, and whether this one needs a second person has to be asked again.</summary>
        DayMoved,
    }
}
