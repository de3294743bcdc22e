using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Consents;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Subscribers.Profile;

/// <summary>Says exactly what a withdrawal will do, and passes it on.</summary>
public partial class WithdrawDialog(
    WithdrawConsent withdraw,
    CellWords vocabulary,
    ProfileWords words,
    ViewerZone zone,
    IStringLocalizer<ProfileText> T,
    IStringLocalizer<PartsText> TParts)
{
    // One a dialog, so that a double click is one event.
    private readonly Guid _eventKey = Guid.CreateVersion7();
    private WithdrawChoice _choice = new();
    private Method _method = Method.Call;
    private string? _note;
    private Error? _error;
    private ElementReference _cancel;

    [Parameter, EditorRequired]
    public ProfileDetails Profile { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    // In one piece, wherever the line ends.
    private string Number => Profile.MaskedNumber?.Replace(' ', '\u00A0').Replace('-', '\u2011') ?? T["Withdraw.ThisPerson"];

    private IEnumerable<string> Happens
    {
        get
        {
            if (_choice.Cells == ConsentCells.None)
            {
                yield return T["Withdraw.NothingChosen"];
                yield break;
            }

            var whole = _choice.Cells == ConsentCells.All ? "Whole" : "";
            yield return _choice.SenderId is { } id
                ? T[$"Withdraw.Stops{whole}", Profile.Senders.First(sender => sender.Id == id).Name, Number, vocabulary[_choice.Cells]]
                : T[$"Withdraw.StopsAll{whole}", Number, vocabulary[_choice.Cells]];
            var ending = _choice.Ending(Profile).Select(pair => $"{pair.Sender.Name} · {words.Of(pair.Cell.Channel, pair.Cell.MessageType)} ({Day(pair.Cell)})").ToList();
            yield return ending.Count == 0 ? T["Withdraw.NothingGiven"] : T["Withdraw.Ends", string.Join("; ", ending)];
            yield return T["Withdraw.Suppresses"];
            yield return T["Withdraw.Annul"];
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _cancel.FocusAsync();
        }
    }

    private void ChooseSender(ChangeEventArgs chosen) => _choice = _choice with { SenderId = long.TryParse(chosen.Value as string, out var id) ? id : null };

    private void Toggle(ConsentCells bit) => _choice = _choice with { Picked = _choice.Picked ^ bit };

    private string? ErrorOf(string field) => _error?.Field == field ? words.Of(_error) : null;

    private string Day(CellDetails cell) => Dates.Day(zone.Local(cell.Decision.Facts.GivenAt));

    // No token: once it is asked for, the withdrawal is recorded even if this page dies.
    private Task WithdrawAsync() => RunAsync(async () =>
    {
        var done = await withdraw.ExecuteAsync(
            new() { EventKey = _eventKey, Subscriber = Profile.PublicId, SenderId = _choice.SenderId, Cells = _choice.Cells, Method = _method, Note = _note },
            await Actors.CurrentAsync(),
            CancellationToken.None);
        _error = done.Error;
        if (!done.Failed)
        {
            Dialog.Close(done.Value);
        }
    });
}
