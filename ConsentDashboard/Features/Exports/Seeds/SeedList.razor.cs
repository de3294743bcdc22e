using ConsentDashboard.Domain;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Exports.Seeds;

/// <summary>Who gets files, and the number of the company's own that marks those of each.</summary>
public partial class SeedList(SeedQueries queries, SaveSeed save, ExportWords Words, IStringLocalizer<ExportsText> T)
{
    private IReadOnlyList<SeedRow> _seeds = [];
    private SaveSeed.Input _input = new();
    private Error? _error;
    private bool _isMaking;

    protected override Task OnInitializedAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(async cancellation => await queries.ListAsync(await Actors.CurrentAsync(), cancellation), seeds => _seeds = seeds);

    private Task SaveAsync() => RunAsync(async () =>
    {
        var saved = await save.ExecuteAsync(_input, await Actors.CurrentAsync(), CancellationToken.None);
        (_error, _isMaking) = (saved.Error, saved.Failed);
        if (!saved.Failed)
        {
            await ReadAsync();
        }
    });

    private Task SwitchAsync(SeedRow seed) => RunAsync(async () =>
    {
        _error = (await save.SwitchAsync(seed.Id, !seed.IsActive, await Actors.CurrentAsync(), CancellationToken.None)).Error;
        await ReadAsync();
    });
}
