using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Exports;
using ConsentDashboard.Operations.Jobs;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Exports.Requests;

/// <summary>Asks for the numbers that may be contacted for a purpose. What is asked for is written down as it was; above a size it waits for a second person.</summary>
public sealed class RequestExport(
    IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, ExportSubjects subjects, AudienceCount counting, JobFeed<ExportJob> feed, AuditTrail audit, ExportOptions options, TimeProvider clock)
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

        var job = New(input, found.Value, counted.Number, actor);
        if (!counted.IsExact || !await AddAsync(job, limit))
        {
            return ExportRefusals.OverLimit;
        }

        var details = JsonSerializer.Serialize(new
        {
            sender = $"{input.Sender}",
            channel = $"{input.Channel}",
            messageType = $"{input.MessageType}",
            purpose = found.Value.PurposeCode,
            segment = input.Segment is { } segment ? $"{segment}" : null,
            segmentVersion = job.SegmentVersion,
            columns = ExportFile.NamesOf(job.Columns),
            format = $"{job.Format}",
            watermark = input.Seed is { } seed ? $"{seed}" : null,
            expectedRows = job.ExpectedRows,
            needsApproval = job.NeedsApproval,
        });
        await audit.RecordAsync(new(actor, AuditAction.ExportRequested, Subject: $"{job.PublicId}", Reason: job.Why, Details: details), CancellationToken.None);
        feed.Wake();
        return job.PublicId;
    }

    private ExportJob New(Input input, ExportSubject subject, long expected, Actor actor)
    {
        var needsApproval = expected > options.ApprovalAbove;
        return new()
        {
            PublicId = PublicId.Create(),
            Status = needsApproval ? JobStatus.AwaitingApproval : JobStatus.Waiting,
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
            NeedsApproval = needsApproval,
            SeedId = subject.SeedId,
        };
    }

    // Inside the turn, so that two requests of one person do not both find the same rows left.
    private async Task<bool> AddAsync(ExportJob job, long limit)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        if (await DailyRows.UsedAsync(db, job.CreatedBy, job.CreatedAt) + job.ExpectedRows > limit)
        {
            return false;
        }

        db.Add(job);
        await db.SaveChangesAsync();
        return true;
    }
}
