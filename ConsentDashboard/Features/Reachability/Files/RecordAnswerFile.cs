using System.Security.Cryptography;
using System.Text.Json;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Subscribers;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.Reachable;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;

namespace ConsentDashboard.Features.Reachability.Files;

/// <summary>
/// Looks into a carrier's or registry's file of answers, or records it. The file is read to its end before anything is
/// written, and is gone afterwards: what stays are events of known numbers, and its checksum in the audit trail.
/// </summary>
public sealed class RecordAnswerFile(RecordReachability record, AuditTrail audit, TimeProvider clock, ILogger<RecordAnswerFile> log)
{
    /// <param name="Source">Who says so.</param>
    /// <param name="Looked">The digest of the file that was looked at and is to be recorded; null: it is only looked at.</param>
    public sealed record Input(string Source, AnswerReading Reading, string? Looked = null);

    /// <summary>What is wrong before any file is read.</summary>
    public static Error? Wrong(Input input) => input switch
    {
        _ when input.Source.Trim().Length is 0 or > RecordReachability.MaxSource => FileErrors.NoSource,
        _ when !NumberFormats.IsKnownRegion(input.Reading.Region) => FileErrors.UnknownRegion,
        _ => null,
    };

    /// <param name="file">Whole, and can seek.</param>
    /// <param name="report">Told now and then how many answers are done.</param>
    /// <param name="cancellation">Ends a look. What has begun to be recorded runs to its end.</param>
    public async Task<Result<FileOutcome>> ExecuteAsync(Input input, Stream file, Actor actor, Action<long>? report = null, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RecordReachability);
        if (Wrong(input) is { } wrong)
        {
            return wrong;
        }

        var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
        if (input.Looked is { } looked && looked != digest)
        {
            return FileErrors.AnotherFile;
        }

        var now = clock.UtcMilliseconds();
        var reckoning = new Reckoning();
        try
        {
            if (input.Looked is null)
            {
                var would = await LookAsync(Slices(file, input.Reading, reckoning, now, cancellation), now, report, cancellation);
                return reckoning.Outcome(digest, would, isRecorded: false);
            }

            // A file that breaks off in its middle is not recorded by half.
            if (Slices(file, input.Reading, new(), now, cancellation).LongCount() == 0)
            {
                return FileErrors.NoAnswers;
            }
        }
        catch (UnreadableFileException e)
        {
            return e.Row is { } row ? e.Error with { Field = $"{row}" } : e.Error;
        }

        var (sums, stopped) = await WriteAsync(input, Slices(file, input.Reading, reckoning, now, CancellationToken.None), now, actor, report);
        var outcome = reckoning.Outcome(digest, sums, isRecorded: true, stopped);
        await AuditAsync(input, outcome, actor);
        return outcome;
    }

    private static IEnumerable<NumberAnswer[]> Slices(Stream file, AnswerReading reading, Reckoning reckoning, DateTime now, CancellationToken cancellation) =>
        ReadAnswers.Read(file, reading, now, cancellation).Select(reckoning.Take).OfType<NumberAnswer>().Chunk(RecordReachability.Slice);

    private async Task<ReachabilitySums> LookAsync(IEnumerable<NumberAnswer[]> slices, DateTime now, Action<long>? report, CancellationToken cancellation)
    {
        var (sums, done) = (default(ReachabilitySums), 0L);
        foreach (var slice in slices)
        {
            sums += await record.LookAsync(slice, now, cancellation);
            report?.Invoke(done += slice.Length);
        }

        return sums;
    }

    // No token, and an act of its own for each slice: what was recorded before is found to be so already.
    private async Task<(ReachabilitySums Sums, Error? Stopped)> WriteAsync(Input input, IEnumerable<NumberAnswer[]> slices, DateTime now, Actor actor, Action<long>? report)
    {
        var (sums, done) = (default(ReachabilitySums), 0L);
        try
        {
            foreach (var slice in slices)
            {
                var recorded = await record.ExecuteAsync(slice, input.Source.Trim(), now, actor, Guid.CreateVersion7(), CancellationToken.None);
                if (recorded.Failed)
                {
                    return (sums, recorded.Error);
                }

                sums += recorded.Value;
                report?.Invoke(done += slice.Length);
            }

            return (sums, null);
        }
        catch (Exception e) when (sums.Changed > 0)
        {
            // What is recorded stays so: it is told, and written to the audit trail.
            log.LogError(e, "The recording of a file of answers broke off");
            return (sums, FileErrors.Broken);
        }
    }

    private async Task AuditAsync(Input input, FileOutcome outcome, Actor actor)
    {
        var details = JsonSerializer.Serialize(new
        {
            source = NumbersInText.Mask(input.Source.Trim()),
            file = outcome.Digest,
            live = outcome.Said.GetValueOrDefault(ReachabilityStatus.Live),
            dead = outcome.Said.GetValueOrDefault(ReachabilityStatus.Dead),
            reassigned = outcome.Said.GetValueOrDefault(ReachabilityStatus.Reassigned),
            changed = outcome.Sums.Changed,
            unchanged = outcome.Sums.Unchanged,
            unknown = outcome.Sums.Unknown,
            notUnderstood = outcome.NotUnderstood,
            stopped = outcome.Stopped?.Key,
        });
        try
        {
            await audit.RecordAsync(new(actor, AuditAction.ReachabilityRecorded, Details: details));
        }
        catch (Exception e) when (outcome.Stopped is not null)
        {
            log.LogError(e, "That {Changed} answers of a file were recorded could not be written to the audit trail", outcome.Sums.Changed);
        }
    }
}
