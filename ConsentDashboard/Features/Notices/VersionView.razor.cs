using ConsentDashboard.Components.Dialogs;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Notices;

/// <summary>A version that is not edited: what it says, where it stands, and as what it was published.</summary>
public partial class VersionView(
    RetireNotice retire,
    NoticeWords notice,
    CellWords words,
    IDialogService dialogs,
    NavigationManager navigation,
    IStringLocalizer<NoticesText> T,
    IStringLocalizer<ErrorsText> E)
{
    private Error? _error;

    [Parameter, EditorRequired]
    public NoticeDetails Notice { get; set; } = null!;

    [Parameter, EditorRequired]
    public VersionDetails Shown { get; set; } = null!;

    [Parameter]
    public bool MayManage { get; set; }

    [Parameter]
    public EventCallback OnRetired { get; set; }

    private Task RetireAsync() => RunAsync(async () =>
    {
        var points = Shown.Points == 0 ? T["Retire.NoPoint"] : T.Count("Retire.Points", Shown.Points);
        if (await dialogs.AskAsync(new(T["Retire.Title", Shown.Version.Number], T["Retire.Text"], T["Retire.Do"]) { Points = [points, T["Retire.Stands"]] }) is null)
        {
            return;
        }

        var retired = await retire.ExecuteAsync(Shown.Version.PublicId, await Actors.CurrentAsync(), CancellationToken.None);
        _error = retired.Error;
        if (!retired.Failed)
        {
            await OnRetired.InvokeAsync();
        }
    });
}
