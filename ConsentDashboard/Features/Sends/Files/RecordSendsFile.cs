using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Operations.Sends;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Sends.Files;

/// <summary>Counts the messages that a file lists, one a row, once: of the file itself nothing is kept but its checksum.</summary>
public sealed class RecordSendsFile(IDbContextFactory<DashboardDbContext> contexts, CountSends count, CountedFiles once, OwedEntries audit, TimeProvider clock, ILogger<RecordSendsFile> log)
{
    /// <param name="Sender">Whose messages they were.</param>
    /// <param name="SentOn">The day in UTC of rows that have none of their own.</param>
    public sealed record Input(PublicId? Sender, Channel Channel, MessageType MessageType, DateOnly? SentOn);

    /// <summary>What is wrong before any file is read.</summary>
    public Error? Wrong(Input input) => input switch
    {
        { Sender: null } => FileErrors.NoSender,
        { SentOn: null } => FileErrors.NoDay,
        _ => SendTimes.Checked(At(input), clock.UtcMilliseconds(), FileErrors.NoDay.Field).Error,
    };

    /// <param name="file">Read once, to its end or to where it breaks off.</param>
    /// <param name="report">Told now and then how many messages are counted.</param>
    /// <param name="cancellation">Ends the reading; what is counted by then stays.</param>
    public async Task<Result<FileOutcome>> ExecuteAsync(Input input, Stream file, Actor actor, Action<long>? report = null, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RecordSends);
        if (Wrong(input) is { } wrong)
        {
            return wrong;
        }

        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var sender = await db.Senders.Where(s => s.PublicId == input.Sender).Select(s => new { s.Id, s.DefaultRegion }).FirstOrDefaultAsync(CancellationToken.None);
        if (sender is null)
        {
            return FileErrors.NoSender;
        }

        var received = await ReceivedFile.ReadAsync(file, cancellation);
        if (received.Checksum is { } checksum && await once.BeginAsync(sender.Id, checksum, actor.Key) is { } refusal)
        {
            return refusal;
        }

        var counting = new FileCounting(count, new(sender.Id, input.Channel, input.MessageType, At(input)), sender.DefaultRegion, clock.UtcMilliseconds());
        var (stopped, isList, at) = await ReadAsync();
        if (received.Checksum is { } whole)
        {
            await once.EndAsync(sender.Id, whole, stopped is null ? counting.Counted : 0);
        }

        if (!isList)
        {
            return stopped!;
        }

        var outcome = counting.Outcome(stopped, at);
        await audit.RecordAsync(SendsAudit.Of(actor, input.Sender!.Value, input.Channel, input.MessageType, outcome.Sums, outcome.NotUnderstood));
        return outcome;

        async Task<Ending> ReadAsync()
        {
            try
            {
                return await RecordSendsFile.ReadAsync(received.Content, counting, sender.DefaultRegion, report, cancellation);
            }
            catch (Exception e) when (counting.Counted > 0)
            {
                // What is counted stays counted: it is written down, and told with the row to go on from.
                log.LogError(e, "The counting of a file of messages broke off");
                return new(FileErrors.Broken);
            }
        }
    }

    private static DateTime At(Input input) => input.SentOn!.Value.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    private static async Task<Ending> ReadAsync(Stream file, FileCounting counting, string region, Action<long>? report, CancellationToken cancellation)
    {
        SendsColumns? columns = null;
        try
        {
            using var rows = SendsRows.Open(file, cancellation);
            while (rows.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                if (columns is null)
                {
                    columns = SendsColumns.Of(rows.Cells, region);
                    if (columns is null)
                    {
                        return new(FileErrors.NoNumbers, IsList: false);
                    }

                    if (columns.HasHeading)
                    {
                        continue;
                    }
                }

                if (await counting.AddAsync(rows.Row, rows.Cells, columns) is { } error)
                {
                    return new(error);
                }

                report?.Invoke(counting.Counted);
            }
        }
        catch (UnreadableFileException e)
        {
            return columns is null ? new(FileErrors.Of(e), IsList: false) : new(await counting.FinishAsync() ?? FileErrors.Of(e), At: (int?)e.Row);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return new(await counting.FinishAsync() ?? FileErrors.CutOff);
        }

        return columns is null ? new(FileErrors.Empty, IsList: false) : new(await counting.FinishAsync());
    }

    /// <param name="Stopped">Why the rest was not read.</param>
    /// <param name="IsList">False: no row of it was one.</param>
    /// <param name="At">The row that could not be read.</param>
    private readonly record struct Ending(Error? Stopped, bool IsList = true, int? At = null);
}
