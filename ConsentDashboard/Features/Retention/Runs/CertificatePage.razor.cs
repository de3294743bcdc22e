using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Operations.Retention;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Retention.Runs;

public partial class CertificatePage(CertificateQueries queries, ViewerZone zone, RunWords Words, IStringLocalizer<RunsText> T)
{
    private CertificateReport? _report;

    [Parameter]
    public string? Id { get; set; }

    protected override Task OnParametersSetAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return PublicId.TryParse(Id, out var id) ? await queries.FindAsync(id, actor, cancellation) : null;
        },
        report => _report = report);
}
