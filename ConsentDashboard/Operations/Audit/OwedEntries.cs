using System.Collections.Concurrent;

namespace ConsentDashboard.Operations.Audit;

/// <summary>
/// Entries about what is done already, and that the ledger did not take: it takes none while keys are rotated. They are
/// tried again until it does. What is still owed when the process ends goes to the log, which holds no number either.
/// </summary>
public sealed class OwedEntries(AuditTrail audit, TimeProvider clock, ILogger<OwedEntries> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<AuditDraft> _owed = new();

    /// <summary>Records it now, or as soon as the ledger takes it.</summary>
    public async Task RecordAsync(AuditDraft draft)
    {
        try
        {
            await audit.RecordAsync(draft, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning(e, "The entry {Action} about {Subject} is owed to the audit trail", draft.Action, draft.Subject);
            _owed.Enqueue(draft);
        }
    }

    /// <returns>How many are still owed.</returns>
    internal async Task<int> PayAsync()
    {
        while (_owed.TryPeek(out var draft))
        {
            try
            {
                await audit.RecordAsync(draft, CancellationToken.None);
                _owed.TryDequeue(out _);
            }
            catch (Exception e)
            {
                log.LogDebug(e, "{Count} entries are still owed to the audit trail", _owed.Count);
                break;
            }
        }

        return _owed.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await PayAsync();
        }

        foreach (var draft in _owed)
        {
            log.LogError("The entry {Action} by {Actor} about {Subject} could not be written to the audit trail: {Details}", draft.Action, draft.Actor.Key, draft.Subject, draft.Details);
        }
    }
}
