using System.Globalization;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Notices;
using ConsentDashboard.Security.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace ConsentDashboard.Features.Notices;

public partial class NoticePage(
    NoticeQueries queries,
    StartVersion start,
    CellWords words,
    ViewerZone zone,
    NavigationManager navigation,
    IStringLocalizer<NoticesText> T,
    IStringLocalizer<ErrorsText> E)
{
    private Actor _actor = Actor.Anonymous;
    private NoticeDetails? _notice;
    private int? _against;
    private int _loads;
    private Error? _error;
    private string? _done;
    private string? _read;
    private string? _address;

    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = "version")]
    private string? VersionText { get; set; }

    [SupplyParameterFromQuery(Name = "against")]
    private string? AgainstText { get; set; }

    private bool MayManage => _actor.Can(Permissions.ManageCollection);

    private VersionDetails? Chosen => _notice?.Find(Number(VersionText)) ?? (_notice?.Versions is [var newest, ..] ? newest : null);

    internal static string Address(NoticeDetails notice, VersionDetails version, VersionDetails? against = null) =>
        $"/notices/{notice.Notice.PublicId}?version={version.Version.Number}{(against is null ? "" : $"&against={against.Version.Number}")}";

    protected override async Task OnParametersSetAsync()
    {
        _against = Number(AgainstText);
        if (_address is not null && _address != navigation.Uri)
        {
            (_done, _error) = (null, null);
        }

        _address = navigation.Uri;

        // Every version is in what was read; only another notice is read anew, so that nothing typed is lost.
        if (_read != Id)
        {
            _read = Id;
            await ReadAsync();
        }
    }

    private Task ReadAsync() => ReadAsync(
        async cancellation =>
        {
            await zone.LoadAsync();
            var actor = await Actors.CurrentAsync();
            actor.Demand(Permissions.ViewCollection);
            return (Actor: actor, Notice: PublicId.TryParse(Id, out var id) ? await queries.FindAsync(id, actor, cancellation) : null);
        },
        answer => (_actor, _notice) = answer);

    private async Task ReloadAsync()
    {
        await ReadAsync();
        _loads++;
    }

    private async Task AfterAsync(string done)
    {
        await ReadAsync();
        _done = done;
    }

    private Task StartAsync() => RunAsync(async () =>
    {
        var started = await start.ExecuteAsync(_notice!.Notice.PublicId, await Actors.CurrentAsync(), Leaving);
        _error = started.Error;
        if (!started.Failed)
        {
            await ReadAsync();
            navigation.NavigateTo($"/notices/{Id}?version={started.Value}");
        }
    });

    private string Address(VersionDetails version) => Address(_notice!, version);

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
