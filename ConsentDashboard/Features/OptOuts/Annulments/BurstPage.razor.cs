using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.OptOuts.Annulments;

/// <summary>The withdrawals that came too fast from one origin, and what is to be done about them.</summary>
public partial class BurstPage(
    AnnulmentQueries queries,
    DecideAnnulment decide,
    CloseBurst close,
    IDialogService dialogs,
    ViewerZone zone,
    AnnulmentWords Words,
    IStringLocalizer<AnnulmentsText> T)
{
    private Actor _actor = Actor.Anonymous;
    private BurstDetails? _burst;
    private Error? _failure;
    private Error? _decision;
    private string? _done;

    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = "after")]
    private string? AfterText { get; set; }

    private long After => long.TryParse(AfterText, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : 0;

    private bool IsAllOwn => _burst is { } burst && burst.WaitingOwn == burst.Waiting;

    protected override Task OnParametersSetAsync() => ReadAsync();

    protected override Task ReadAsync(bool quietly = false) => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            return (actor, PublicId.TryParse(Id, out var id) ? await queries.FindBurstAsync(id, After, actor, cancellation) : null);
        },
        answer => (_actor, _burst) = answer, quietly);

    private Task AskAsync() => RunAsync(async () =>
    {
        var dialog = await dialogs.ShowAsync<AskAllDialog>(T["AskAll"], new DialogParameters<AskAllDialog> { { shown => shown.Burst, _burst!.Burst } });
        if (await dialog.Result is { Canceled: false, Data: int count })
        {
            (_failure, _done) = (null, T.Count("Asked", count));
            await ReadAsync();
        }
    });

    private Task CloseAsync() => RunAsync(async () =>
    {
        var closed = await close.ExecuteAsync(_burst!.Burst.Id, await Actors.CurrentAsync(), Leaving);
        (_failure, _done) = (closed.Error, closed.Failed ? null : T["Closed"].Value);
        await ReadAsync();
    });

    private Task DecideAsync((bool Approves, string Note) decision) => RunAsync(async () =>
    {
        var decided = await decide.ExecuteAsync(new() { Burst = _burst!.Burst.Id, Approves = decision.Approves, Note = decision.Note }, await Actors.CurrentAsync(), Leaving);
        _decision = decided.Error;
        _done = decided.Failed ? null : T.Count(decision.Approves ? "Approved" : "Rejected", decided.Value);
        if (decided.Error is null or { Kind: ErrorKind.Conflict })
        {
            await ReadAsync();
        }
    });
}
