using ConsentDashboard.Data;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Files;
using ConsentDashboard.Operations.Imports;
using ConsentDashboard.Operations.Imports.Reading;
using ConsentDashboard.Security.Access;
using ConsentDashboard.Security.Numbers;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Features.Imports.Mapping;

/// <param name="Rows">The first ones, with every number masked.</param>
/// <param name="Source">Where files like this one came from before, or what was said of this one.</param>
/// <param name="IsRemembered">The mapping is that of an earlier file.</param>
public sealed record FileView(ImportMapping Mapping, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<string> Sheets, string Source, bool IsRemembered);

/// <summary>The beginning of an upload, and how it might be read.</summary>
public sealed class LookIntoFile(IDbContextFactory<DashboardDbContext> contexts, JobFiles files, InspectFile inspect, FindMapping find)
{
    /// <param name="Given">What staff have set so far; null: what was kept of it, remembered of its source, or is guessed.</param>
    public sealed record Input(PublicId Import, ImportMapping? Given = null);

    public async Task<Result<FileView>> ExecuteAsync(Input input, Actor actor, CancellationToken cancellation = default)
    {
        actor.Demand(Permissions.RunImports);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var batch = await db.ImportBatches.Where(b => b.PublicId == input.Import).Select(b => new { b.Mapping, b.SourceName }).FirstOrDefaultAsync(cancellation);
        if (batch is null || !files.Exists(input.Import, ImportFiles.Upload))
        {
            return batch is null ? ImportErrors.NotFound : ImportErrors.NoFile;
        }

        await using var file = files.Open(input.Import, ImportFiles.Upload);
        var kept = batch.Mapping == "{}" ? null : ImportMapping.Parse(batch.Mapping).Value;
        var looked = await inspect.ExecuteAsync(new(file, input.Given ?? kept), actor, cancellation);
        if (looked.Failed)
        {
            return looked.Error;
        }

        if ((input.Given ?? kept) is null && await find.ExecuteAsync(new(looked.Value.Mapping.Headers), actor, cancellation) is { } known)
        {
            var again = await inspect.ExecuteAsync(new(file, Remembered(known.Mapping, looked.Value.Mapping)), actor, cancellation);
            return again.Failed ? Shown(looked.Value, batch.SourceName, isRemembered: false) : Shown(Ordered(again.Value, known.Mapping.DateOrder), known.Source, isRemembered: true);
        }

        return Shown(looked.Value, batch.SourceName, isRemembered: false);
    }

    // What the file itself says of its form is surer than what an earlier file said.
    private static ImportMapping Remembered(ImportMapping known, ImportMapping found) => known with
    {
        Format = found.Format,
        Encoding = found.Encoding,
        Delimiter = found.Delimiter,
        Sheet = found.Format == known.Format ? known.Sheet : null,
        DateOrder = null,
    };

    // Where its own dates fit both orders, or say neither, a file is written as those before it.
    private static Inspection Ordered(Inspection seen, DateOrder? before) => seen.Mapping.DateOrder is DateOrder.DayFirst or DateOrder.MonthFirst || before is null or DateOrder.YearFirst
        ? seen
        : seen with { Mapping = seen.Mapping with { DateOrder = before } };

    private static FileView Shown(Inspection seen, string source, bool isRemembered)
    {
        var phone = seen.Mapping.Columns.TryGetValue(ImportColumn.Phone, out var at) ? at : -1;
        IReadOnlyList<IReadOnlyList<string>> rows = [.. seen.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select((cell, column) => column == phone ? NumbersInText.MaskDigits(cell) : NumbersInText.Mask(cell))])];
        return new(seen.Mapping, rows, seen.Sheets, source, isRemembered);
    }
}
