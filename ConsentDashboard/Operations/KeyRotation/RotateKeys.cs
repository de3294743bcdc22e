using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.Protection;
using ConsentDashboard.Operations.Audit;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Keys;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;
using Rotation = ConsentDashboard.Domain.Protection.KeyRotation;

namespace ConsentDashboard.Operations.KeyRotation;

/// <param name="Rows">So far, since this run began.</param>
public sealed record RotationProgress(KeyPurpose Purpose, string Table, long Rows);

/// <summary>What a rotation came to.</summary>
/// <param name="Warnings">Rows that were not as they should be, and were left alone; by table and id.</param>
public sealed record RotatedKey(KeyPurpose Purpose, int KeyId, long Rows, IReadOnlyList<string> Warnings);

/// <summary>
/// Brings new keys into force: the Cipher key while the app goes on, the Index key in maintenance mode. A rotation that
/// was broken off is finished by the next run, whichever keys that one asks for.
/// </summary>
public sealed class RotateKeys(
    DashboardContexts contexts,
    WriteGate gate,
    KeyStore keys,
    NumberVault vault,
    AnchorJournal journal,
    JournalCatchUp catchUp,
    AuditTrail audit,
    TimeProvider clock)
{
    private readonly RotationLog _log = new(contexts, clock);

    /// <exception cref="KeyException">There is nothing to rotate to, another rotation runs, or the keys do not fit; the message says what to do.</exception>
    public async Task<IReadOnlyList<RotatedKey>> ExecuteAsync(Input input, Actor actor, IProgress<RotationProgress>? progress, CancellationToken cancellation)
    {
        using var turn = TakeTurn();
        keys.Refresh();
        var plans = await PlanAsync(input, cancellation);
        List<RotatedKey> done = [];

        // The index first where it is under way: while the doors are shut nothing else can be recorded either.
        foreach (var plan in plans.OrderByDescending(plan => plan.Purpose == KeyPurpose.Index && plan.Table != RotationLog.Planned))
        {
            var rotated = plan.Purpose == KeyPurpose.Cipher
                ? await RotateCipherAsync(plan, input.Options, progress, cancellation)
                : await RotateIndexAsync(plan, input.Options, progress, cancellation);
            await RecordAsync(rotated, actor);
            await _log.FinishAsync(plan, CancellationToken.None);
            done.Add(rotated);
        }

        return done;
    }

    private async Task<List<Rotation>> PlanAsync(Input input, CancellationToken cancellation)
    {
        List<Rotation> unfinished = [.. new[] { await _log.UnfinishedAsync(KeyPurpose.Cipher, cancellation), await _log.UnfinishedAsync(KeyPurpose.Index, cancellation) }.OfType<Rotation>()];
        if (unfinished.Count > 0)
        {
            return unfinished;
        }

        List<ProtectionKey> targets = [];
        List<string> refusals = [];
        foreach (var purpose in input.Purposes)
        {
            if (await TargetAsync(purpose, cancellation) is { } key)
            {
                targets.Add(key);
            }
            else
            {
                refusals.Add($"There is no newer {purpose} key to rotate to. Keys given by configuration are never written: add one under Keys:Inline with a higher Id, everywhere the app runs, and start again.");
            }
        }

        if (targets.Count == 0)
        {
            throw new KeyException(string.Join(Environment.NewLine, refusals));
        }

        List<Rotation> plans = [];
        foreach (var key in targets)
        {
            plans.Add(await _log.PlanAsync(key, cancellation));
        }

        return plans;
    }

    // A key that a killed run added and did not come to use is taken up before another is made.
    private async Task<ProtectionKey?> TargetAsync(KeyPurpose purpose, CancellationToken cancellation)
    {
        if (purpose == KeyPurpose.Cipher)
        {
            var last = await _log.LastTargetAsync(purpose, cancellation);
            return keys.Current.Cipher.Id > last ? keys.Current.Cipher : Add(purpose);
        }

        await using var db = contexts.CreateDbContext();
        var inForce = await db.LedgerHead.Select(h => h.IndexGeneration).SingleAsync(cancellation);
        return keys.Current.Index.Count > inForce ? keys.Current.Index[inForce] : Add(purpose);
    }

    private ProtectionKey? Add(KeyPurpose purpose)
    {
        if (!keys.IsFile)
        {
            return null;
        }

        var id = keys.Current.All.Where(key => key.Purpose == purpose).Max(key => key.Id) + 1;
        return keys.Add(ProtectionKey.Create(purpose, id, clock.UtcMilliseconds())).Find(purpose, id);
    }

    private async Task<RotatedKey> RotateCipherAsync(Rotation plan, KeyRotationOptions options, IProgress<RotationProgress>? progress, CancellationToken cancellation)
    {
        var rotation = new CipherRotation(contexts, new(contexts, gate, _log, options), keys, options, clock);
        await rotation.RunAsync(plan, progress, cancellation);
        return new(plan.Purpose, plan.TargetKeyId, rotation.Sealed, [.. rotation.Unopened]);
    }

    private async Task<RotatedKey> RotateIndexAsync(Rotation plan, KeyRotationOptions options, IProgress<RotationProgress>? progress, CancellationToken cancellation)
    {
        var rotation = new IndexRotation(contexts, new(contexts, gate, _log, options), new(keys), keys, vault, journal, catchUp);
        await rotation.RunAsync(plan, progress, cancellation);
        return new(plan.Purpose, plan.TargetKeyId, rotation.Wrapped, [.. rotation.BrokenSeals.Select(id => $"Suppression {id}")]);
    }

    private Task RecordAsync(RotatedKey rotated, Actor actor) => audit.RecordAsync(new(
        actor,
        AuditAction.KeysRotated,
        Subject: $"{rotated.Purpose} key {rotated.KeyId}",
        Details: JsonSerializer.Serialize(new { rows = rotated.Rows, leftAlone = rotated.Warnings.Count })));

    // Against a second run on the same folder; on a server the mark in the database is the last word.
    private Microsoft.Win32.SafeHandles.SafeFileHandle TakeTurn()
    {
        try
        {
            return File.OpenHandle(Path.Combine(contexts.Folder, "rotation.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new KeyException($"Another rotation is running on the data folder {contexts.Folder}. Let it finish.", e);
        }
    }

    public sealed class Input
    {
        public bool Cipher { get; init; }

        public bool Index { get; init; }

        public KeyRotationOptions Options { get; init; } = new();

        /// <summary>Both, where none is named.</summary>
        internal IEnumerable<KeyPurpose> Purposes => (Cipher, Index) switch
        {
            (true, false) => [KeyPurpose.Cipher],
            (false, true) => [KeyPurpose.Index],
            _ => [KeyPurpose.Cipher, KeyPurpose.Index],
        };
    }
}
