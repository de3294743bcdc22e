using System.Text.Json;
using ConsentDashboard.Data;
using ConsentDashboard.Data.Writing;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Audit;
using ConsentDashboard.Domain.DataFlow;
using ConsentDashboard.Domain.Jobs;
using ConsentDashboard.Operations.ConsentLedger;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Security.Access;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Imports.Uploads;

/// <summary>Takes a list in as it arrives, encrypted and never whole in memory; what does not arrive whole leaves nothing.</summary>
public sealed class UploadImport(IDbContextFactory<DashboardDbContext> contexts, WriteGate gate, LedgerWriter ledger, UploadedFile uploaded, JobFiles files, TimeProvider clock)
{
    private const int LongestName = 260;

    /// <param name="Content">Read once, from its beginning to its end.</param>
    /// <param name="FileName">As the browser says; shown to staff only.</param>
    /// <param name="Length">About how many bytes will come; null where nobody said.</param>
    public sealed record Input(Stream Content, string FileName, long? Length = null);

    public async Task<Result<PublicId>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RunImports);
        if (uploaded.Refusal(input.Length) is { } refusal)
        {
            return refusal;
        }

        // The row comes first: where this process dies amidst the file, the upkeep finds by it what is to be removed.
        var batch = Draft(input, actor);
        await AddAsync(batch, cancellation);
        var isWhole = false;
        try
        {
            var written = await uploaded.WriteAsync(batch.PublicId, input.Content, cancellation);
            if (!written.Failed)
            {
                await FinishAsync(batch, written.Value, actor);
                isWhole = true;
            }

            return written.Failed ? written.Error : batch.PublicId;
        }
        finally
        {
            if (!isWhole)
            {
                files.DeleteAll(batch.PublicId);
                await RemoveAsync(batch);
            }
        }
    }

    private ImportBatch Draft(Input input, Actor actor) => new()
    {
        PublicId = PublicId.Create(),
        Status = JobStatus.Draft,
        Stage = ImportStage.Mapping,
        FileName = NameOf(input.FileName),
        CreatedAt = clock.UtcMilliseconds(),
        CreatedBy = actor.Key,
        CreatedByName = actor.Name,
    };

    private static string NameOf(string given)
    {
        var name = string.Concat(given.Split('/', '\\')[^1].Where(c => !char.IsControl(c))).Trim();
        return name.Length switch
        {
            0 => "list",
            > LongestName => name[^LongestName..],
            _ => name,
        };
    }

    private async Task AddAsync(ImportBatch batch, CancellationToken cancellation)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act, cancellation);
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        db.Add(batch);
        await db.SaveChangesAsync(CancellationToken.None);
    }

    private Task FinishAsync(ImportBatch batch, long size, Actor actor) => ledger.AuditAsync(
        new(actor, AuditAction.ImportUploaded, Subject: $"{batch.PublicId}", Details: JsonSerializer.Serialize(new { bytes = size })),
        async db => await db.ImportBatches.Where(b => b.Id == batch.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.FileSize, size)) == 1);

    private async Task RemoveAsync(ImportBatch batch)
    {
        using var turn = await gate.EnterAsync(WritePriority.Act);
        await using var db = await contexts.CreateDbContextAsync();
        await db.ImportBatches.Where(b => b.Id == batch.Id).ExecuteDeleteAsync();
    }
}
