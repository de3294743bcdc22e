using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Retention.Runs;

public partial class NewRun(PreviewPolicy preview, NavigationManager navigation, RunWords Words, IStringLocalizer<RunsText> T)
{
    private PreviewPolicy.Subject? _policy;
    private Error? _error;
    private (long Done, long Total)? _progress;

    [SupplyParameterFromQuery(Name = "policy")]
    private string? Policy { get; set; }

    protected override Task OnParametersSetAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation => PublicId.TryParse(Policy, out var id) ? await preview.FindAsync(id, await Actors.CurrentAsync(), cancellation) : null,
        policy => _policy = policy);

    // Whoever leaves the page gives the preview up: nothing is kept of it.
    private Task PreviewAsync() => RunAsync(async () =>
    {
        _error = null;
        var progress = new Progress<(long Done, long Total)>(at => _ = InvokeAsync(() =>
        {
            _progress = at;
            StateHasChanged();
        }));
        var run = await preview.ExecuteAsync(_policy!.Id, await Actors.CurrentAsync(), progress, Leaving);
        (_error, _progress) = (run.Error, null);
        if (!run.Failed)
        {
            navigation.NavigateTo($"/retention/runs/{run.Value}");
        }
    });
}
