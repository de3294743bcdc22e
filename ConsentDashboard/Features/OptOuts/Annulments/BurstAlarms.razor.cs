using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.OptOuts.Annulments;

/// <summary>A line for each open burst.</summary>
public partial class BurstAlarms(AnnulmentQueries queries, AnnulmentWords Words, IStringLocalizer<AnnulmentsText> T)
{
    private IReadOnlyList<BurstRow> _bursts = [];

    protected override Task OnInitializedAsync() => ReadAsync();

    // A strip that cannot be read says so by the page below it, which reads the same database.
    protected override Task ReadAsync(bool quietly = false) => ReadAsync(
        async cancellation => await queries.OpenBurstsAsync(await Actors.CurrentAsync(), cancellation),
        bursts => _bursts = bursts, quietly);
}
