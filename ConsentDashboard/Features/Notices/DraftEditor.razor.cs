using System.Text.Json;
using ConsentDashboard.Components.Dialogs;
using ConsentDashboard.Components.Text;
using ConsentDashboard.Domain;
using ConsentDashboard.Domain.Notices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ConsentDashboard.Features.Notices;

/// <summary>Edits a draft beside its preview. What is left out is named once publishing was tried, and goes as it is mended.</summary>
public partial class DraftEditor(SaveDraft save, PublishNotice publish, IDialogService dialogs, NavigationManager navigation, IStringLocalizer<NoticesText> T, IStringLocalizer<ErrorsText> E)
{
    private DraftForm _form = null!;
    private NoticeDraft _preview = null!;
    private IReadOnlyList<NoticeGap> _gaps = [];
    private string _stored = "";
    private bool _tried;
    private bool _saved;
    private Error? _error;

    [Parameter, EditorRequired]
    public NoticeDetails Notice { get; set; } = null!;

    [Parameter, EditorRequired]
    public VersionDetails Draft { get; set; } = null!;

    [Parameter]
    public EventCallback OnSaved { get; set; }

    /// <summary>Throws away what is typed and shows what is stored.</summary>
    [Parameter]
    public EventCallback OnReload { get; set; }

    [Parameter]
    public EventCallback OnPublished { get; set; }

    private bool IsDirty => _stored != Snapshot(_form);

    protected override void OnInitialized()
    {
        _form = DraftForm.Of(Notice, Draft);
        _stored = Snapshot(_form);
        Recheck();
    }

    private static string Snapshot(DraftForm form) => JsonSerializer.Serialize(form);

    private void Recheck()
    {
        _saved = false;
        _preview = _form.Preview(Notice);
        _gaps = _tried ? NoticePublication.Gaps(_preview) : [];
    }

    private string? ErrorOf(string field) =>
        _error?.Field == field ? E[_error.Key].Value
        : _gaps.FirstOrDefault(gap => gap.Field == field) is { } gap ? E[gap.Key].Value
        : null;

    // The base element makes a bare #field point at the front page.
    private string Place(string field) => $"{navigation.ToAbsoluteUri(navigation.Uri).PathAndQuery}#{field}";

    private string Where(string field) => _form.Texts.Find(text => field.StartsWith(NoticeFields.Of(text.Language, ""), StringComparison.Ordinal)) is { } text
        ? $"{T[$"Language.{text.Language}"]}: "
        : "";

    private Task SaveAsync() => RunAsync(async () => _saved = await StoreAsync() && !IsDirty);

    // What is typed while it is stored is not stored with it.
    private async Task<bool> StoreAsync()
    {
        var sent = _form.Copy();
        var saved = await save.ExecuteAsync(sent, await Actors.CurrentAsync(), Leaving);
        _error = saved.Error;
        if (saved.Failed)
        {
            return false;
        }

        _form.Version = sent.Version = saved.Value;
        _stored = Snapshot(sent);
        await OnSaved.InvokeAsync();
        return true;
    }

    private Task PublishAsync() => RunAsync(async () =>
    {
        (_tried, _error) = (true, null);
        Recheck();
        do
        {
            if (_gaps.Count > 0 || (IsDirty && !await StoreAsync()) || await dialogs.AskAsync(Question()) is null)
            {
                return;
            }
        }
        while (IsDirty);

        var published = await publish.ExecuteAsync(new(_form.PublicId, _form.Version), await Actors.CurrentAsync(), CancellationToken.None);
        _error = published.Error;
        if (!published.Failed)
        {
            await OnPublished.InvokeAsync();
        }
    });

    private DangerQuestion Question() => new(T["Publish.Title", Draft.Version.Number], T["Publish.Text"], T["Publish"])
    {
        Points = [T["Publish.Frozen"], T["Publish.Public"], T["Publish.Points"]],
    };

    private Task ReloadAsync()
    {
        _stored = Snapshot(_form);
        return OnReload.InvokeAsync();
    }

    private async Task AskBeforeLeavingAsync(LocationChangingContext leaving)
    {
        var samePage = navigation.ToAbsoluteUri(leaving.TargetLocation).GetLeftPart(UriPartial.Query) == navigation.ToAbsoluteUri(navigation.Uri).GetLeftPart(UriPartial.Query);
        if (IsDirty && !samePage && await dialogs.AskAsync(new(T["Leave.Title"], T["Leave.Text"], T["Leave.Do"])) is null)
        {
            leaving.PreventNavigation();
        }
    }
}
