using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.OptOuts.Annulments;

/// <summary>Somebody holds one withdrawal for a prank or a slip, and says why.</summary>
public partial class NewAnnulment(
    AnnulmentQueries queries,
    RequestAnnulment request,
    ViewerZone zone,
    CellWords Cells,
    AnnulmentWords Words,
    IStringLocalizer<AnnulmentsText> T)
{
    private WithdrawalDetails? _details;
    private Error? _failure;
    private bool _asked;

    [SupplyParameterFromQuery(Name = "event")]
    private string? EventText { get; set; }

    protected override Task OnParametersSetAsync() => ReadAsync();

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            return Guid.TryParse(EventText, out var key) ? await queries.FindWithdrawalAsync(key, await Actors.CurrentAsync(), cancellation) : null;
        },
        details => _details = details);

    // No token: once asked for, it is written even if this page dies.
    private Task AskAsync((string Reason, string Evidence) typed) => RunAsync(async () =>
    {
        var asked = await request.ExecuteAsync(new() { Withdrawal = _details!.Row.Key, Reason = typed.Reason, EvidenceReference = typed.Evidence }, await Actors.CurrentAsync(), CancellationToken.None);
        (_failure, _asked) = (asked.Error, !asked.Failed);
        if (asked.Error is { Kind: ErrorKind.Conflict or ErrorKind.Refused })
        {
            await ReadAsync();
        }
    });
}
